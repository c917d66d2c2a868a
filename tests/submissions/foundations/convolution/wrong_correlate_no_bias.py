# expect: correlate_by_hand
# says: bias
# kind: wrong
"""The bias is left out."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    windows = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight)
