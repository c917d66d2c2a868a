# expect: bits_by_hand
# says: log 10
# kind: unit
"""The logarithm of ten instead of that of two."""

import math


def bits_per_dim(nll, num_dims):
    return nll / num_dims / math.log(10)
