# expect: embed_values
# says: changes its argument
# kind: form
"""A norm bound that changes the table."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    table = table.detach()
    long = table.norm(dim=1, keepdim=True) > 1e3
    rows = table[tokens].clone()
    table -= table * ~long
    return rows
