# expect: cross_entropy_zeros
# says: must be infinite
# kind: numerics
"""nan_to_num takes the infinity away, too."""

import torch


def cross_entropy(p, q):
    return -torch.nan_to_num(p * q.log()).sum()
