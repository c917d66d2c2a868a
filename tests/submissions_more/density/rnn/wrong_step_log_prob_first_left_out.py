# expect: step_log_prob_by_hand
# says: first column is not paid for
# kind: case
"""The first column is not paid for."""

import torch.nn.functional as F


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = (total if i else 0) - (i > 0) * F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total
