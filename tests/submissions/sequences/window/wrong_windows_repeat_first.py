# expect: windows_by_hand
# says: first token, repeated
# kind: wrong
"""The first token fills the front."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    front = tokens[:, :1].expand(-1, size)
    return torch.cat([front, tokens], 1).unfold(1, size, 1)[:, :-1]
