# expect: windows_values
# says: text before
# kind: case
"""The batch as one long text."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    flat = F.pad(tokens.flatten(), (size, 0), value=pad)
    return flat.unfold(0, size, 1)[:-1].view(*tokens.shape, size)
