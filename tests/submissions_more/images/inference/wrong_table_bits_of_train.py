# expect: bits_table_values
# says: bits_per_dim is of test
# kind: wrong
"""Bits of the training images."""

import math

import torch


@torch.no_grad()
def nll_table(models, train, test):
    table = {}
    for name, model in models.items():
        row = {}
        for key, images in (("train", train), ("test", test)):
            row[key] = -prefix_log_prob(model, images, images.shape[2]).mean().item()
        row["bits_per_dim"] = row["train"] / test[0].numel() / math.log(2)
        row["gap"] = row["test"] - row["train"]
        table[name] = row
    order = sorted(table, key=lambda name: table[name]["test"])
    for name in table:
        table[name]["rank"] = order.index(name) + 1
    return table
