# expect: equivariance_gap_values
# says: moves right alone
# kind: case
"""Two rolls after one another, the second of the original image."""
def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError
    moved = x.roll(down, 2)
    moved = x.roll(right, 3)
    out = layer(x).roll(down // stride, 2).roll(right // stride, 3)
    return (layer(moved) - out).abs().max().item()
