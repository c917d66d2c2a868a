# expect: step_log_prob_by_hand
# says: take the logarithm
# kind: wrong
"""Returns the probability, not its logarithm."""

import torch
import torch.nn.functional as F
from torch import nn


def step_log_prob(model, x):
    state, total = model.start(len(x)), 1
    for i, x_i in enumerate(x.unbind(1)):
        p = model.read(state).sigmoid()
        total = total * (x_i * p + (1 - x_i) * (1 - p))
        if i + 1 < x.shape[1]:
            state = model.update(state, x_i)
    return total
