# expect: value_iteration_by_hand
# says: After the end nothing comes
# kind: wrong
"""done is not used."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        q = reward + gamma * q.max(1).values[next_state]
    return q
