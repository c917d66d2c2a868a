# expect: ascent_by_hand
# says: plain gradient ascent
# kind: wrong
"""The gradient is cut to length one."""

import torch
from torch import nn


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * parameter.grad
    return value.item()
