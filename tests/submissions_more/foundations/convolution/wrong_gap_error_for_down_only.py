# expect: equivariance_gap_errors
# says: ValueError
# kind: case
"""Only one of the two moves is looked at."""


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride:
        raise ValueError("whole steps")
    moved = layer(x.roll((down, right), (2, 3)))
    return (moved - layer(x).roll((down // stride, right // stride), (2, 3))).abs().max().item()
