# expect: coarsen_errors
# says: ValueError was expected
# kind: form
"""Any V goes."""


def coarsen(x256, num_values):
    return x256 // (256 // num_values)
