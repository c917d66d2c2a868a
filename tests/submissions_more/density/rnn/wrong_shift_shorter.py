# expect: shift_by_hand
# says: shape
# kind: form
"""No zeros: D - 1 columns."""


def shift_right(x):
    return x[:, :-1]
