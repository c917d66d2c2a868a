# expect: value_iteration_by_hand
# says: done is inverted
# kind: wrong
"""It goes on only where the game is over."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        q = reward + gamma * done * q.max(1).values[next_state]
    return q
