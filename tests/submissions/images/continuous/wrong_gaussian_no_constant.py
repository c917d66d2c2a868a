# expect: gaussian_nll_by_hand
# says: ½ log 2π
# kind: case
"""Without the constant, as nn.GaussianNLLLoss has it."""

import torch


def gaussian_nll(mean, log_std, y):
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * var) + log_std
    return nll.sum(dim=(1, 2, 3))
