# expect: ascent_by_hand
# says: All parameters move
# kind: case
"""Only the first parameter moves."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    with torch.no_grad():
        for parameter in list(model.parameters())[:1]:
            parameter += learning_rate * parameter.grad
    return value.item()
