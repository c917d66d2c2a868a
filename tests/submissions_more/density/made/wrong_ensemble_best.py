# expect: ensemble_by_hand
# says: mean over all models
# kind: wrong
"""The best model for each row."""

import torch


def ensemble_log_prob(models, x):
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return log_probs.max(dim=0).values
