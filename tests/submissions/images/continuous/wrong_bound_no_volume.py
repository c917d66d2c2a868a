# expect: discrete_bound_by_hand
# says: volume of a bin is missing
# kind: case
"""The density's NLL itself."""

import torch


def discrete_bound(log_density, x, noise, num_values=256):
    D = x.shape[1] * x.shape[2] * x.shape[3]
    bounds = []
    for u in noise:
        y = (x + u) / num_values
        bounds.append(-log_density(y))
    return torch.stack(bounds).mean(dim=0)
