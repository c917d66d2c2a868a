# expect: correlate_values
# says: dtype
# kind: form
"""Always in single precision."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    x, weight, bias = x.float(), weight.float(), bias.float()
    h, w = weight.shape[2:]
    windows = F.pad(x, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
