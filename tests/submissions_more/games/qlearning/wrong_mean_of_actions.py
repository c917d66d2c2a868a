# expect: value_iteration_by_hand
# says: The best action of the next state counts, not the mean
# kind: wrong
"""The mean over the next state's actions."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        q = reward + gamma * (~done) * q.mean(1)[next_state]
    return q
