# expect: equivariance_gap_values
# says: stride
# kind: case
"""The output moves as far as the input."""


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("whole steps")
    moved = layer(x.roll((down, right), (2, 3)))
    return (moved - layer(x).roll((down, right), (2, 3))).abs().max().item()
