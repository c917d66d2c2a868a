# expect: correlate_by_hand
# says: h and w may differ
# kind: case
"""One side of the kernel stands for both."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    k = weight.shape[2]
    windows = F.pad(x, (padding,) * 4).unfold(2, k, stride).unfold(3, k, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
