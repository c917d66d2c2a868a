# expect: cross_entropy_by_hand
# says: averages over p
# kind: wrong
"""Averages over q and takes the logarithm of p."""

import torch
import torch.nn.functional as F
from torch import nn


def cross_entropy(p, q):
    return -(q * torch.where(q > 0, p, 1).log()).sum()
