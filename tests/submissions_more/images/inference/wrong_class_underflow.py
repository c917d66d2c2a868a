# expect: class_posterior_values
# says: Underflow
# kind: numerics
"""Probabilities, then a division."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log(torch.exp(log_p + log_prior) / torch.exp(log_p + log_prior).sum(1, keepdim=True))
