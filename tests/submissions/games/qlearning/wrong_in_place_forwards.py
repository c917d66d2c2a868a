# expect: value_iteration_values
# says: all entries at once
# kind: wrong
"""In place, from the first state to the last."""

import torch


def value_iteration(next_state, reward, done, gamma, sweeps):
    q = torch.zeros_like(reward)
    for _ in range(sweeps):
        for s in range(len(q)):
            best = q.max(1).values
            q[s] = reward[s] + gamma * best[next_state[s]] * (~done[s])
    return q
