# expect: cosine_gradient
# says: has no gradient
# kind: case
"""Lengths and products without a graph."""

import torch
import torch.nn.functional as F


def cosine(a, b):
    return F.cosine_similarity(a.detach(), b.detach(), dim=-1)
