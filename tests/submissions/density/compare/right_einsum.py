"""Sums of logits where bits are one, less the log partition of each coin."""

import torch
import torch.nn.functional as F
from torch import nn


import math


def mixture_log_prob(x, weight_logits, logits):
    on = torch.einsum("bd,kd->bk", x, F.logsigmoid(logits))
    off = torch.einsum("bd,kd->bk", 1 - x, F.logsigmoid(-logits))
    return (on + off + weight_logits).logsumexp(1) - weight_logits.logsumexp(0)


def report(model, train, test, batch_size=256):
    def nats(rows):
        total = 0.0
        with torch.no_grad():
            for start in range(0, len(rows), batch_size):
                total -= float(model.log_prob(rows[start : start + batch_size]).double().sum())
        return total / len(rows)

    seen, unseen = nats(train), nats(test)
    return dict(
        gap_nats=unseen - seen,
        bits_per_dim=unseen / test.shape[1] / math.log(2),
        test_nats=unseen,
        train_nats=seen,
    )
