# expect: epsilon_greedy_by_hand
# says: the least
# kind: wrong
"""The worst action."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tried = torch.randint(actions, (rows,), generator=generator)
    return torch.where(torch.rand(rows, generator=generator) < epsilon, tried, q.argmin(1))
