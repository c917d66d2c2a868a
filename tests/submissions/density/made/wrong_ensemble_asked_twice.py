# expect: ensemble_calls
# says: asked once
# kind: weak
"""Each model is asked twice."""

import math

import torch


def ensemble_log_prob(models, x):
    largest = max(model.log_prob(x).max() for model in models)
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return torch.logsumexp(log_probs, dim=0) - math.log(len(models))
