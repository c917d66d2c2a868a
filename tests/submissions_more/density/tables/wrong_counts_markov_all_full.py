# expect: counts_by_hand
# says: shorter pasts
# kind: wrong
"""Every dimension has a table of k ones, the first ones fewer by one."""

import torch
import torch.nn.functional as F
from torch import nn


def parameter_counts(num_dims, order, components, num_values=2):
    if not 0 <= order < num_dims or components < 1:
        raise ValueError("no such model")
    v = num_values
    markov = (num_dims - 1) * v**order * (v - 1) + (v - 1)
    return {
        "table": v**num_dims - 1,
        "markov": markov,
        "mixture": components - 1 + components * num_dims * (v - 1),
        "fvsbn": (v - 1) * num_dims * (num_dims + 1) // 2,
    }
