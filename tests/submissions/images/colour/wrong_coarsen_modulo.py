# expect: coarsen_by_hand
# says: wrong half of the bits
# kind: wrong
"""Keeps the remainder."""


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values must divide 256")
    return x256 % num_values
