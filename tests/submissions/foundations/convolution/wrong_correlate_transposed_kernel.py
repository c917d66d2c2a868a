# expect: correlate_values
# says: rows and columns
# kind: wrong
"""Rows and columns of the kernel are swapped."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    weight = weight.reshape(*weight.shape[:2], w, h).transpose(2, 3)
    windows = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
