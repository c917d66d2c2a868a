# expect: l2_gradient
# says: no gradient
"""The right numbers, cut off from what they were computed from."""


def l1_norm(x):
    return x.abs().sum(-1)


def l2_norm(x):
    return x.detach().square().sum(-1).sqrt()
