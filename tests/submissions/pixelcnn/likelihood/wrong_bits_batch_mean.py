# expect: bits_by_hand
# says: shape
# kind: form
"""The mean over the batch, one number."""

import math


def bits_per_dim(nll, num_dims):
    return nll.mean() / (num_dims * math.log(2))
