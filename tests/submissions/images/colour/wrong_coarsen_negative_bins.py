# expect: coarsen_errors
# says: should raise a ValueError
# kind: form
"""A negative number of bins is taken."""


def coarsen(x256, num_values):
    if num_values in (0, 1) or 256 % num_values:
        raise ValueError
    return x256 // (256 // num_values)
