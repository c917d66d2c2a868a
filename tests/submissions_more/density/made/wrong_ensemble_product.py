# expect: ensemble_by_hand
# says: product of the probabilities
# kind: wrong
"""The product of the probabilities."""

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return log_probs.sum(0)
