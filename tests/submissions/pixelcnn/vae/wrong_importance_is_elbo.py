# expect: bound_by_hand
# says: mean
# kind: wrong
"""The mean of the log-weights, which is the ELBO."""


def importance_bound(log_weights):
    return log_weights.mean(dim=0)
