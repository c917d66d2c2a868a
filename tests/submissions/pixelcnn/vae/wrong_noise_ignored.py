# expect: draw_by_hand
# says: noise
# kind: law
"""Returns the mean."""

import torch


def reparameterize(mean, log_var, noise):
    std = torch.exp(0.5 * log_var)
    return mean + 0 * std
