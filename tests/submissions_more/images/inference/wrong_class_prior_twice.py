# expect: class_posterior_by_hand
# says: taken twice
# kind: wrong
"""The prior counts twice."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p + 2 * log_prior, dim=1)
