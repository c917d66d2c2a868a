# expect: class_posterior_by_hand
# says: rows has no effect
# kind: case
"""Always the whole image."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p + log_prior, dim=1)
