"""Two matrix products; DataLoader for the batches; min by itself refuses what is empty."""

import math

import torch
import torch.nn.functional as F


from torch.utils.data import DataLoader


def mixture_log_prob(x, weight_logits, logits):
    ones, zeros = F.logsigmoid(logits), F.logsigmoid(-logits)
    each = x @ ones.T + (1 - x) @ zeros.T
    return torch.logsumexp(each + torch.log_softmax(weight_logits, dim=-1), dim=-1)


def report(model, train, test, batch_size=256):
    def mean(rows):
        sums = []
        for batch in DataLoader(rows, batch_size=batch_size):
            sums.extend(model.log_prob(batch).detach().tolist())
        return -sum(sums) / len(sums)

    train_nats, test_nats = mean(train), mean(test)
    return dict(train_nats=train_nats, test_nats=test_nats, gap_nats=test_nats - train_nats,
                bits_per_dim=test_nats / (test.shape[-1] * math.log(2)))


def choose(rows):
    nats, name = min((row["valid_nats"], name) for name, row in rows.items())
    return name, rows[name]["test_nats"]
