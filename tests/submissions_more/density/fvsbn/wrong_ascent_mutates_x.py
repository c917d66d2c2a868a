# expect: ascent_values
# says: changes its argument
# kind: form
"""Binarises x in place."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    x.mul_(2).sub_(1).clamp_(min=0, max=0.5).mul_(2)
    x[0] = 0
    value = model.log_prob(x).mean()
    value.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * parameter.grad
    return value.item()
