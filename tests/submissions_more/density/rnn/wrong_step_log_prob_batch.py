# expect: step_log_prob_by_hand
# says: shape
# kind: form
"""One number."""

import torch.nn.functional as F


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="sum")
        state = model.update(state, x[:, i])
    return total
