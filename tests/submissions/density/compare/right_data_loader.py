"""Batches by a DataLoader; strided results; choose by a plain sort of pairs."""

import math

import torch
import torch.nn.functional as F


def _odd(result):
    """The same numbers as every other column of a wider tensor: strides as nobody expects."""
    return torch.stack([result, torch.zeros_like(result)], dim=-1)[..., 0]


def mixture_log_prob(x, weight_logits, logits):
    log_weights = torch.log_softmax(weight_logits, dim=0)
    ones = F.logsigmoid(logits)
    zeros = F.logsigmoid(-logits)
    each = x[:, None, :] * ones + (1 - x[:, None, :]) * zeros
    return _odd(torch.logsumexp(log_weights + each.sum(2), dim=1))


def report(model, train, test, batch_size=256):
    def mean_nats(rows):
        loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(rows), batch_size)
        with torch.no_grad():
            return -torch.cat([model.log_prob(batch) for (batch,) in loader]).double().mean().item()

    nats = {"train_nats": mean_nats(train), "test_nats": mean_nats(test)}
    per_bit = test.shape[1] * math.log(2)
    gap = nats["test_nats"] - nats["train_nats"]
    return {**nats, "bits_per_dim": nats["test_nats"] / per_bit, "gap_nats": gap}


def choose(rows):
    if rows == {}:
        raise ValueError("at least one row, please")
    names = sorted(rows, key=lambda name: rows[name]["valid_nats"])
    return names[0], rows[names[0]]["test_nats"]
