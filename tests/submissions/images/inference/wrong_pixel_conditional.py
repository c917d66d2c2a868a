# expect: pixel_posterior_by_hand
# says: what comes later is evidence
# kind: wrong
"""The model's own conditional."""

import torch


def pixel_posterior(model, x, place):
    c, i, j = place
    return torch.log_softmax(model(x)[:, :, c, i, j], dim=1)
