# expect: bound_values
# says: underflow
# kind: numerics
"""exp, mean, log: weights of e^-1000 underflow."""


def importance_bound(log_weights):
    return log_weights.exp().mean(dim=0).log()
