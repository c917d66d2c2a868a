# expect: step_log_prob_by_hand
# says: ones alone are paid for
# kind: wrong
"""Pays for ones only."""

import torch
import torch.nn.functional as F


def step_log_prob(model, x):
    state, total = model.start(x.shape[0]), 0
    for i in range(x.shape[1]):
        total = total + x[:, i] * F.logsigmoid(model.read(state))
        state = model.update(state, x[:, i])
    return total
