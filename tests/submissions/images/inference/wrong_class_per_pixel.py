# expect: class_posterior_values
# says: not their means
# kind: wrong
"""Mean log-likelihoods: far too unsure."""

import torch


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p / x[0].numel() + log_prior, dim=1)
