# expect: windows_values
# says: One window for each place
# kind: case
"""Windows no longer than the text."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    size = min(size, tokens.shape[1])
    return F.pad(tokens, (size, 0), value=pad).unfold(1, size, 1)[:, :-1]
