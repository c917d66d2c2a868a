# expect: value_iteration_by_hand
# says: The reward itself is not discounted
# kind: wrong
"""The reward is discounted, too."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        q = gamma * (reward + (~done) * q.max(1).values[next_state])
    return q
