# expect: reconstruction_error_by_hand
# says: root
# kind: wrong
"""The root of the mean square."""


def reconstruction_error(model, x):
    return (model(x) - x).square().mean(1).sqrt()
