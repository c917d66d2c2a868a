# expect: class_posterior_by_hand
# says: prior has no effect
# kind: case
"""Classes are equally likely."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p, dim=1)
