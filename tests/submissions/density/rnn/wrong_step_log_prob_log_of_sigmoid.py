# expect: step_log_prob_large_logits
# says: logarithm of a sigmoid
# kind: numerics
"""The logarithm of a sigmoid."""

import torch


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total + torch.where(x[:, i] == 1, logit.sigmoid(), 1 - logit.sigmoid()).log()
        state = model.update(state, x[:, i])
    return total
