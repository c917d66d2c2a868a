# expect: reconstruction_error_by_hand
# says: Squares were asked for
# kind: wrong
"""The mean absolute difference."""


def reconstruction_error(model, x):
    return (model(x) - x).abs().mean(1)
