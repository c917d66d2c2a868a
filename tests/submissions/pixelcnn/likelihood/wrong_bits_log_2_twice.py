# expect: bits_by_hand
# says: log 2 twice
# kind: unit
"""The NLL is divided by log 2, and then once more."""

import math


def bits_per_dim(nll, num_dims):
    return nll / math.log(2) / num_dims / math.log(2)
