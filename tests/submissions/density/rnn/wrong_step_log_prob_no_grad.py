# expect: step_log_prob_gradient
# says: no gradient
# kind: gradient
"""Without gradients."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        state = model.update(state, x[:, i])
    return total
