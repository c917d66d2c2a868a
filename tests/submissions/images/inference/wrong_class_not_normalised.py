# expect: class_posterior_values
# says: Normalise over classes
# kind: wrong
"""Not normalised."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return log_p + log_prior
