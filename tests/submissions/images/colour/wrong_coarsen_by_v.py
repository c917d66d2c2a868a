# expect: coarsen_by_hand
# says: divide by that
# kind: wrong
"""Divides by V."""


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values != 0:
        raise ValueError("num_values must divide 256")
    return x256 // num_values
