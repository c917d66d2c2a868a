# expect: embed_gradient
# says: no gradient reaches
# kind: case
"""A layer that holds a copy of the table."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    layer = torch.nn.Embedding(*table.shape, dtype=table.dtype)
    layer.weight.data = table.clone()
    return layer(tokens)
