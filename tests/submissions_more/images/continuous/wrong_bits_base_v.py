# expect: density_to_bits_by_hand
# says: not to the base V
# kind: unit
"""The logarithm to the base V."""

import math


def density_to_bits(nll, num_dims, num_values=256):
    return nll / (num_dims * math.log(num_values)) + 1
