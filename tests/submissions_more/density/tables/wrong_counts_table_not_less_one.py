# expect: counts_by_hand
# says: sum to one
# kind: wrong
"""The table counts all of its cells."""

import torch
import torch.nn.functional as F
from torch import nn


def parameter_counts(num_dims, order, components, num_values=2):
    if not 0 <= order < num_dims or components < 1:
        raise ValueError("no such model")
    v = num_values
    return {
        "table": v**num_dims,
        "markov": sum(v ** min(i, order) * (v - 1) for i in range(num_dims)),
        "mixture": components - 1 + components * num_dims * (v - 1),
        "fvsbn": (v - 1) * num_dims * (num_dims + 1) // 2,
    }
