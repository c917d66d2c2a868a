# expect: step_log_prob_by_hand
# says: Zeros cost, too
# kind: wrong
"""Adds the log-probability of a one, whatever came."""

import torch
import torch.nn.functional as F
from torch import nn


def step_log_prob(model, x):
    state, total = model.start(len(x)), 0
    for i, x_i in enumerate(x.unbind(1)):
        total = total + F.logsigmoid(model.read(state))
        if i + 1 < x.shape[1]:
            state = model.update(state, x_i)
    return total
