# expect: ensemble_by_hand
# says: Jensen
# kind: wrong
"""The mean of the logarithms: a bound."""

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return log_probs.mean(0)
