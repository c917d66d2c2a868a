# expect: embed_gradient
# says: how often it occurs
# kind: case
"""Gradients are scaled by frequency."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    return F.embedding(tokens, table, scale_grad_by_freq=True)
