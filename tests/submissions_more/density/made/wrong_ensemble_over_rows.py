# expect: ensemble_by_hand
# says: shape
# kind: form
"""Over the rows, not the models."""

import math

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.logsumexp(log_probs, dim=1) - math.log(len(models))
