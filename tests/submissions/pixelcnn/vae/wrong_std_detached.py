# expect: draw_values
# says: gradient
# kind: gradient
"""No gradient reaches log_var."""

import torch


def reparameterize(mean, log_var, noise):
    std = torch.exp(0.5 * log_var.detach())
    return mean + std * noise
