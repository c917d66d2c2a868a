# expect: density_to_bits_by_hand
# says: not ln V
# kind: unit
"""ln V beside bits."""

import math


def density_to_bits(nll, num_dims, num_values=256):
    return nll / num_dims / math.log(2) + math.log(num_values)
