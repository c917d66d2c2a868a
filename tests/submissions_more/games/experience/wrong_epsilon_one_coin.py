# expect: epsilon_greedy_law
# says: in each row by itself
# kind: law
"""One coin for the whole batch."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    if torch.rand((), generator=generator) < epsilon:
        return torch.randint(actions, (rows,), generator=generator)
    return q.argmax(1)
