# expect: epsilon_greedy_law
# says: the best one included
# kind: law
"""Exploring means anything but the best."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    best = q.argmax(1)
    other = (best + torch.randint(1, actions, (rows,), generator=generator)) % actions
    return torch.where(torch.rand(rows, generator=generator) < epsilon, other, best)
