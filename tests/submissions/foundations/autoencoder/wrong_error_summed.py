# expect: reconstruction_error_by_hand
# says: mean over its pixels
# kind: unit
"""The sum over pixels."""


def reconstruction_error(model, x):
    return (model(x) - x).square().sum(1)
