# expect: step_log_prob_calls
# says: read is called D times
# kind: weak
"""Reads twice at each step."""

import torch.nn.functional as F


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = (model.read(state) + model.read(state)) / 2
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total
