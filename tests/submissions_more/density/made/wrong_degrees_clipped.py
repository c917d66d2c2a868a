# expect: degrees_by_hand
# says: mod (D - 1)
# kind: wrong
"""Degrees grow up to D - 1 and stay there."""

import torch
import torch.nn.functional as F
from torch import nn


def made_degrees(num_dims, hidden_sizes, order=None):
    order = torch.arange(num_dims) if order is None else order
    if sorted(order.tolist()) != list(range(num_dims)):
        raise ValueError("order is no permutation")
    inputs = torch.empty(num_dims, dtype=torch.int64)
    inputs[order] = torch.arange(1, num_dims + 1)
    return [inputs, *((torch.arange(size) + 1).clamp(max=num_dims - 1) for size in hidden_sizes)]
