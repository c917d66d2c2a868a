# expect: draw_by_hand
# says: standard deviation
# kind: wrong
"""The noise is scaled by the variance."""

import torch


def reparameterize(mean, log_var, noise):
    std = torch.exp(log_var)
    return mean + std * noise
