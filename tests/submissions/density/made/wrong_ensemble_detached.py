# expect: ensemble_gradient
# says: no gradient
# kind: gradient
"""No gradient reaches the models."""

import math

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x).detach() for model in models])
    return torch.logsumexp(log_probs, dim=0) - math.log(len(models))
