# expect: bits_by_hand
# says: dimensions
# kind: unit
"""Forgets the number of dimensions."""

import math


def bits_per_dim(nll, num_dims):
    return nll / math.log(2)
