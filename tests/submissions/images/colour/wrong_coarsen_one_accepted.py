# expect: coarsen_errors
# says: should raise a ValueError
# kind: case
"""A single bin is accepted."""


def coarsen(x256, num_values):
    if 256 % num_values != 0:
        raise ValueError("num_values must divide 256")
    return x256 // (256 // num_values)
