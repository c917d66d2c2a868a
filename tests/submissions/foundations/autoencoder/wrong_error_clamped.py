# expect: reconstruction_error_by_hand
# says: as they are
# kind: wrong
"""Rebuilt images are cut to [0, 1] first."""


def reconstruction_error(model, x):
    return (model(x).clamp(0, 1) - x).square().mean(1)
