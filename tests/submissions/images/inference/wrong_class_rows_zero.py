# expect: class_posterior_by_hand
# says: rows has no effect
# kind: case
"""No rows are taken for all rows."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    if not rows:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p + log_prior, dim=1)
