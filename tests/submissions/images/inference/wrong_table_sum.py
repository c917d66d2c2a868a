# expect: nats_table_by_hand
# says: not their sum
# kind: unit
"""The sum over images."""

import math

import torch


@torch.no_grad()
def nll_table(models, train, test):
    table = {}
    for name, model in models.items():
        row = {}
        for key, images in (("train", train), ("test", test)):
            row[key] = -prefix_log_prob(model, images, images.shape[2]).sum().item()
        row["bits_per_dim"] = row["test"] / test[0].numel() / math.log(2)
        row["gap"] = row["test"] - row["train"]
        table[name] = row
    order = sorted(table, key=lambda name: table[name]["test"])
    for name in table:
        table[name]["rank"] = order.index(name) + 1
    return table
