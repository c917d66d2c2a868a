# expect: step_log_prob_by_hand
# says: cannot be called itself
# kind: form
"""Asks the model's forward."""

import torch
import torch.nn.functional as F


def step_log_prob(model, x):
    return -F.binary_cross_entropy_with_logits(model(x), x, reduction="none").sum(1)
