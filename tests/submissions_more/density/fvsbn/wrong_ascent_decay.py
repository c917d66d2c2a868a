# expect: ascent_values
# says: plain gradient ascent
# kind: wrong
"""Weights shrink a little at every step."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * (parameter.grad - 0.01 * parameter)
    return value.item()
