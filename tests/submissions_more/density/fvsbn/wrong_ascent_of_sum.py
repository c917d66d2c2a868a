# expect: ascent_by_hand
# says: gradient of the sum
# kind: wrong
"""The gradient of the sum."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).sum()
    value.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * parameter.grad
    return value.item() / len(x)
