# expect: bits_by_hand
# says: nats
# kind: unit
"""Divides by the dimensions only."""


def bits_per_dim(nll, num_dims):
    return nll / num_dims
