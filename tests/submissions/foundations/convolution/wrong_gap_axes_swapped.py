# expect: equivariance_gap_by_hand
# says: down moves rows
# kind: wrong
"""Down and right are swapped."""


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("whole steps")
    moved = layer(x.roll((down, right), (3, 2)))
    return (moved - layer(x).roll((down // stride, right // stride), (3, 2))).abs().max().item()
