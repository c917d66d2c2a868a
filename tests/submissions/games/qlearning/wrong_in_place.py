# expect: value_iteration_by_hand
# says: all entries at once
# kind: wrong
"""The table is written while it is read."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        for s in reversed(range(len(q))):
            for a in range(q.shape[1]):
                after = 0.0 if done[s, a] else gamma * q[next_state[s, a]].max()
                q[s, a] = reward[s, a] + after
    return q
