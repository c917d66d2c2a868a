# expect: discrete_bound_values
# says: bound of the mean noise
# kind: wrong
"""The noise is averaged, not the bounds."""

import math


def discrete_bound(log_density, x, noise, num_values=256):
    y = dequantize(x, noise.mean(dim=0), num_values)
    return x[0].numel() * math.log(num_values) - log_density(y)
