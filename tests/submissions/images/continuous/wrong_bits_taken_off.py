# expect: density_to_bits_by_hand
# says: it was taken off
# kind: unit
"""Taken off."""

import math


def density_to_bits(nll, num_dims, num_values=256):
    return nll / num_dims / math.log(2) - math.log2(num_values)
