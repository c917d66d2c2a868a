"""torch.chunk for batches; NumPy for sums and for the least."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    B, K = len(x), len(weight_logits)
    wide = x.repeat_interleave(K, 0)
    tiled = logits.repeat(B, 1)
    each = F.binary_cross_entropy_with_logits(tiled, wide, reduction="none").sum(1).view(B, K)
    joint = weight_logits.log_softmax(-1) - each
    top = joint.max(1, keepdim=True).values
    return top[:, 0] + (joint - top).exp().sum(1).log()


def report(model, train, test, batch_size=256):
    def mean(rows):
        pieces = math.ceil(len(rows) / batch_size)
        with torch.no_grad():
            found = [model.log_prob(part).numpy() for part in rows.chunk(pieces)]
        return -float(np.concatenate(found).astype(np.float64).mean())

    train_nats = mean(train)
    test_nats = mean(test)
    bits = test_nats / np.log(2) / test.shape[1]
    return {
        "train_nats": train_nats,
        "test_nats": test_nats,
        "bits_per_dim": float(bits),
        "gap_nats": test_nats - train_nats,
    }


def choose(rows):
    names = list(rows)
    if not names:
        raise ValueError("no names")
    best = names[int(np.argmin([rows[name]["valid_nats"] for name in names]))]
    return best, rows[best]["test_nats"]
