# expect: windows_by_hand
# says: One window for each place
# kind: form
"""A window behind the end, too."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    return F.pad(tokens, (size, 0), value=pad).unfold(1, size, 1)
