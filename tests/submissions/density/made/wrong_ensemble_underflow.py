# expect: ensemble_large_logits
# says: underflow
# kind: numerics
"""Probabilities underflow to zero."""

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return log_probs.exp().mean(0).log()
