# expect: step_log_prob_by_hand
# says: This is a mean
# kind: wrong
"""The mean over the columns."""

import torch.nn.functional as F


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total / x.shape[1]
