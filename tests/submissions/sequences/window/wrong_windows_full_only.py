# expect: windows_by_hand
# says: One window for each place
# kind: wrong
"""Only windows that are full."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    return tokens.unfold(1, size, 1)[:, :-1]
