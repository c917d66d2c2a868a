# expect: correlate_values
# says: zeros around
# kind: wrong
"""Border pixels are repeated around the image."""

import torch
import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    if padding:
        x = F.pad(x, (padding,) * 4, mode="replicate")
    windows = x.unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
