# expect: ranks_table_values
# says: argsort says
# kind: wrong
"""argsort gives who is at a rank, not the rank of each."""

import math

import numpy as np
import torch
import torch.nn.functional as F


@torch.no_grad()
def nll_table(models, train, test):
    table, D = {}, test[0].numel()
    for name, model in models.items():
        a, b = (-prefix_log_prob(model, s, s.shape[2]).double().mean().item() for s in (train, test))
        table[name] = {"train": a, "test": b, "bits_per_dim": b / D / math.log(2), "gap": b - a}
    order = np.argsort([row["test"] for row in table.values()])
    for name, rank in zip(table, order):
        table[name]["rank"] = int(rank) + 1
    return table
