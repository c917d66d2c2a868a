# expect: correlate_values
# says: bias once
# kind: wrong
"""The bias is added once for each input channel."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    windows = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + x.shape[1] * bias[:, None, None]
