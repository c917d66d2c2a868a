# expect: ensemble_by_hand
# says: log K
# kind: wrong
"""The sum of the probabilities."""

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.logsumexp(log_probs, dim=0)
