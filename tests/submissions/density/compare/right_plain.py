"""As the hints have it."""

import math

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    log_weights = torch.log_softmax(weight_logits, dim=0)
    ones = F.logsigmoid(logits)
    zeros = F.logsigmoid(-logits)
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return torch.logsumexp(log_weights + each.sum(2), dim=1)


@torch.no_grad()
def report(model, train, test, batch_size=256):
    def nats(rows):
        total = 0.0
        for start in range(0, len(rows), batch_size):
            total -= model.log_prob(rows[start : start + batch_size]).double().sum().item()
        return total / len(rows)

    train_nats, test_nats = nats(train), nats(test)
    return {
        "train_nats": train_nats,
        "test_nats": test_nats,
        "bits_per_dim": test_nats / test.shape[1] / math.log(2),
        "gap_nats": test_nats - train_nats,
    }


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["valid_nats"])
    return name, rows[name]["test_nats"]
