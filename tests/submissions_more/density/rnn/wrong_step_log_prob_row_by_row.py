# expect: step_log_prob_calls
# says: once for each batch
# kind: weak
"""Each row has its own walk."""

import torch
import torch.nn.functional as F


def step_log_prob(model, x):
    if len(x) > 1:
        return torch.cat([step_log_prob(model, row[None]) for row in x])
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total
