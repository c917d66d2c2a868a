# expect: value_iteration_by_hand
# says: so many sweeps
# kind: wrong
"""It goes on until nothing changes."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(1000):
        q = reward + gamma * (~done) * q.max(1).values[next_state]
    return q
