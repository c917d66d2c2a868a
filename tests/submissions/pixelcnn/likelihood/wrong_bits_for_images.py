# expect: bits_by_hand
# says: once, not twice
# kind: unit
"""Divides by the number of dimensions twice: a mean is taken for the sum that it gets."""

import math


def bits_per_dim(nll, num_dims):
    per_dim = nll / num_dims
    return per_dim / (num_dims * math.log(2))
