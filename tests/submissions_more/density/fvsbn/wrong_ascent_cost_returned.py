# expect: ascent_by_hand
# says: sign is turned round
# kind: unit
"""Returns the cost."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += learning_rate * parameter.grad
    return -value.item()
