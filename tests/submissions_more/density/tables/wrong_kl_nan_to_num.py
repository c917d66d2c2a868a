# expect: kl_zeros
# says: must be infinite
# kind: case
"""nan_to_num makes the infinity a large number."""

import torch


def kl_divergence(p, q):
    return torch.nan_to_num(p * torch.log(p / q), posinf=1e6).sum()
