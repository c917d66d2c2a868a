# expect: density_to_bits_by_hand
# says: add log2 V
# kind: case
"""As for integers."""

import math


def density_to_bits(nll, num_dims, num_values=256):
    return nll / num_dims / math.log(2)
