# expect: reconstruction_error_by_hand
# says: shape
# kind: form
"""One number for the whole batch."""


def reconstruction_error(model, x):
    return (model(x) - x).square().mean()
