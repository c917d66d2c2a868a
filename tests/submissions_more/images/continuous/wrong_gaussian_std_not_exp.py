# expect: gaussian_nll_values
# says: not by log_std²
# kind: wrong
"""log_std is taken for the standard deviation in the square."""

import math


def gaussian_nll(mean, log_std, y):
    nll = (y - mean) ** 2 / (2 * log_std**2) + log_std + 0.5 * math.log(2 * math.pi)
    return nll.sum(dim=(1, 2, 3))
