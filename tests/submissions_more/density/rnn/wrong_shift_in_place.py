# expect: shift_values
# says: changes its argument
# kind: form
"""Shifts x itself."""


def shift_right(x):
    x[:, 1:] = x[:, :-1].clone()
    x[:, 0] = 0
    return x
