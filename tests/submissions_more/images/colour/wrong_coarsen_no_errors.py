# expect: coarsen_errors
# says: should raise a ValueError
# kind: form
"""Any V goes."""


def coarsen(x256, num_values):
    return x256 // (256 // num_values)
