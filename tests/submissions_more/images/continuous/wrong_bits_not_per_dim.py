# expect: density_to_bits_values
# says: by D, too
# kind: unit
"""Bits per image."""

import math


def density_to_bits(nll, num_dims, num_values=256):
    return nll / math.log(2) + math.log2(num_values)
