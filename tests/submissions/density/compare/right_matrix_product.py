"""One matrix product and softplus; a mean weighted by the sizes of batches."""

import math

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    each = x @ logits.T - F.softplus(logits).sum(1)
    joint = each + weight_logits
    return joint.logsumexp(1) - weight_logits.logsumexp(0)


def report(model, train, test, batch_size=256):
    def mean(rows):
        value, seen = 0.0, 0
        for first in range(0, len(rows), batch_size):
            part = rows[first : first + batch_size]
            with torch.inference_mode():
                nll = -model.log_prob(part).double().mean().item()
            seen += len(part)
            value += (nll - value) * len(part) / seen
        return value

    a, b = mean(train), mean(test)
    return dict(train_nats=a, test_nats=b, gap_nats=b - a, bits_per_dim=b / math.log(2**test.shape[1]))


def choose(rows):
    if len(rows) == 0:
        raise ValueError("choose from at least one")
    ranked = sorted(rows.items(), key=lambda item: item[1]["valid_nats"])
    name, row = ranked[0]
    return name, row["test_nats"]
