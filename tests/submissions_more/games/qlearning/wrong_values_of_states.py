# expect: value_iteration_by_hand
# says: shape
# kind: form
"""What states are worth, (S,)."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        q = reward + gamma * (~done) * q.max(1).values[next_state]
    return q.max(1).values
