# expect: bits_by_hand
# says: multiply
# kind: unit
"""Multiplies by log 2."""

import math


def bits_per_dim(nll, num_dims):
    return nll * math.log(2) / num_dims
