# expect: bits_by_hand
# says: Yours is 1/2 of it
# kind: wrong
"""Half of the bits are lost."""

import math


def bits_per_dim(nll, num_dims):
    return nll / num_dims / math.log(4)
