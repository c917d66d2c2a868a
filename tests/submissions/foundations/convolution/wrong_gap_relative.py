# expect: equivariance_gap_by_hand
# says: share of the answers
# kind: wrong
"""Relative to the largest answer."""
def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride: raise ValueError
    y = layer(x)
    d = layer(x.roll((down, right), (2, 3))) - y.roll((down // stride, right // stride), (2, 3))
    return (d.abs().max() / y.abs().max()).item()
