# expect: gaussian_nll_gradient
# says: no gradient reaches
# kind: gradient
"""log_std gets no gradient."""

import math

import torch


def gaussian_nll(mean, log_std, y):
    log_std = log_std.detach()
    var = torch.exp(2 * log_std)
    nll = (y - mean) ** 2 / (2 * var) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
