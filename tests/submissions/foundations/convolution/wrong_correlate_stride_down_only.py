# expect: correlate_values
# says: both directions
# kind: wrong
"""The stride counts for rows alone."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    windows = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, 1)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
