# expect: step_log_prob_calls
# says: by start, read and update
# kind: weak
"""Asks model.log_prob."""

import torch.nn.functional as F


def step_log_prob(model, x):
    if hasattr(model, "log_prob"):
        return model.log_prob(x)
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total
