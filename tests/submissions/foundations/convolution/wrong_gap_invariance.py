# expect: equivariance_gap_by_hand
# says: you test invariance
# kind: wrong
"""The answer should not move at all: invariance."""


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("whole steps")
    return (layer(x.roll((down, right), (2, 3))) - layer(x)).abs().max().item()
