# expect: bits_table_values
# says: not of pixels
# kind: wrong
"""Per pixel, not per dimension."""

import math

import numpy as np
import torch
import torch.nn.functional as F


@torch.no_grad()
def nll_table(models, train, test):
    table, D = {}, test.shape[2] * test.shape[3]
    for name, model in models.items():
        a, b = (-prefix_log_prob(model, s, s.shape[2]).double().mean().item() for s in (train, test))
        table[name] = {"train": a, "test": b, "bits_per_dim": b / D / math.log(2), "gap": b - a}
    for rank, name in enumerate(sorted(table, key=lambda n: table[n]["test"]), 1):
        table[name]["rank"] = rank
    return table
