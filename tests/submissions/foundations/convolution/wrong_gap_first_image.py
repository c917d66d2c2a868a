# expect: equivariance_gap_values
# says: All images of the batch
# kind: case
"""Only the first image of the batch counts."""
def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError
    d = layer(x.roll((down, right), (2, 3))) - layer(x).roll((down // stride, right // stride), (2, 3))
    return d[0].abs().max().item()
