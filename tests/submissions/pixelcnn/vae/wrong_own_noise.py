# expect: draw_by_hand
# says: noise
# kind: law
"""Draws its own noise and ignores what is given."""

import torch


def reparameterize(mean, log_var, noise):
    std = torch.exp(0.5 * log_var)
    return mean + std * torch.randn_like(std)
