# expect: equivariance_gap_by_hand
# says: the same way
# kind: wrong
"""The output moves the other way."""


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("whole steps")
    moved = layer(x.roll((down, right), (2, 3)))
    return (moved - layer(x).roll((-down // stride, -right // stride), (2, 3))).abs().max().item()
