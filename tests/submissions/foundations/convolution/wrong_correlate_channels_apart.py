# expect: correlate_values
# says: all input channels
# kind: wrong
"""Only the first input channel counts."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    windows = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bijpq,opq->boij", windows[:, 0], weight[:, 0]) + bias[:, None, None]
