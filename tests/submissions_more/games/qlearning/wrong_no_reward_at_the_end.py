# expect: value_iteration_by_hand
# says: The reward counts at the end, too
# kind: wrong
"""The last reward is left out."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        q = (reward + gamma * q.max(1).values[next_state]) * (~done)
    return q
