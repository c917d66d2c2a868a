# expect: l2_by_hand
# says: root of the sum of squares is missing
"""The sum of squares is returned as it is."""


def l1_norm(x):
    return x.abs().sum(-1)


def l2_norm(x):
    return x.square().sum(-1)
