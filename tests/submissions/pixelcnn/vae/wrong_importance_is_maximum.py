# expect: bound_by_hand
# says: largest
# kind: wrong
"""The largest log-weight, as an approximation."""

import math


def importance_bound(log_weights):
    K = log_weights.shape[0]
    return log_weights.amax(dim=0) - math.log(K)
