# expect: ascent_by_hand
# says: one step
# kind: wrong
"""Two steps in one call."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    for _ in range(2):
        with torch.no_grad():
            for parameter in model.parameters():
                parameter += learning_rate * parameter.grad
    return value.item()
