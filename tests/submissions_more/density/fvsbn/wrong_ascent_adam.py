# expect: ascent_by_hand
# says: plain gradient ascent
# kind: wrong
"""Adam, not a plain step."""

import torch


def ascent_step(model, x, learning_rate):
    model.zero_grad()
    value = model.log_prob(x).mean()
    value.backward()
    torch.optim.Adam(model.parameters(), lr=learning_rate, maximize=True).step()
    return value.item()
