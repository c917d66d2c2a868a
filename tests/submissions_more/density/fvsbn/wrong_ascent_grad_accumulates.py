# expect: ascent_values
# says: earlier call is still there
# kind: wrong
"""The gradient of the last call is added."""

import torch


def ascent_step(model, x, learning_rate):
    value = model.log_prob(x).mean()
    value.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * parameter.grad
    return value.item()
