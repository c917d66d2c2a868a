# expect: shift_by_hand
# says: zeros come first
# kind: wrong
"""The whole batch is shifted as one long row."""

import torch
import torch.nn.functional as F
from torch import nn


def shift_right(x):
    flat = x.flatten()
    return torch.cat([torch.zeros_like(flat[:1]), flat[:-1]]).view_as(x)
