# expect: equivariance_gap_errors
# says: ValueError
# kind: form
"""Half a step is rounded down."""


def equivariance_gap(layer, x, down, right, stride=1):
    moved = layer(x.roll((down, right), (2, 3)))
    return (moved - layer(x).roll((down // stride, right // stride), (2, 3))).abs().max().item()
