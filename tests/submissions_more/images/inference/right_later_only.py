"""distribution, columns, later_only, batches"""

import collections
import math

import numpy as np
import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    """x times V, cut off, is v again, but for the last value."""
    logits = model(x)
    V = logits.shape[1]
    values = (x * V).long().clamp(max=V - 1)
    return -F.cross_entropy(logits, values, reduction="none")[:, :, :rows].sum((1, 2, 3))


def class_posterior(models, x, log_prior, rows=None):
    rows = len(x[0, 0]) if rows is None else rows
    columns = torch.cat([prefix_log_prob(model, x, rows).view(-1, 1) for model in models], 1)
    return F.log_softmax(columns + log_prior.view(1, -1).to(columns), dim=1)


def pixel_posterior(model, x, place):
    """Earlier factors are the same for each value, so they are left out."""
    c, i, j = place
    num = (i * x.shape[3] + j) * x.shape[1] + c
    raster = lambda t: t.permute(0, 1, 3, 4, 2).flatten(2) if t.ndim == 5 else t.permute(0, 2, 3, 1).flatten(1)
    known = x.clone()
    known[:, c, i, j] = 0
    first = model(known)
    V = first.size(1)
    scores = []
    for v in range(V):
        tried = known.index_put((torch.arange(len(x)), torch.tensor(c), torch.tensor(i), torch.tensor(j)), torch.tensor(v / (V - 1), dtype=x.dtype))
        logits = raster(first if v == 0 else model(tried))
        values = raster((tried * (V - 1)).round().long())
        scores.append(-F.cross_entropy(logits[..., num:], values[:, num:], reduction="none").sum(1))
    return torch.log_softmax(torch.stack(scores, 1), 1)


@torch.no_grad()
def nll_table(models, train, test):
    rows = []
    for name in models:
        total = []
        for images in (train, test):
            parts = [prefix_log_prob(models[name], part, part.shape[2]) for part in images.split(2)]
            total.append(-math.fsum(torch.cat(parts).tolist()) / len(images))
        rows.append((total[1], name, total[0]))
    table = {}
    for rank, (test_nats, name, train_nats) in enumerate(sorted(rows), 1):
        table[name] = {"gap": test_nats - train_nats, "rank": rank, "train": train_nats, "test": test_nats,
                       "bits_per_dim": test_nats * math.log2(math.e) / test[0].numel()}
    return table
