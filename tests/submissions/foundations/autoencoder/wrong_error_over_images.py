# expect: reconstruction_error_by_hand
# says: not over images
# kind: wrong
"""The mean over images, one number for each pixel."""


def reconstruction_error(model, x):
    return (model(x) - x).square().mean(0)
