# expect: kl_zeros
# says: costs nothing
# kind: case
"""p log(p / q) as it stands: NaN at 0."""

import torch


def kl_divergence(p, q):
    return (p * torch.log(p / q)).sum()
