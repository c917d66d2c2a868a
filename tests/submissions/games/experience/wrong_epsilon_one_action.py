# expect: epsilon_greedy_law
# says: in each row by itself
# kind: law
"""All rows that try do the same."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tried = torch.randint(actions, (), generator=generator)
    return torch.where(torch.rand(rows, generator=generator) < epsilon, tried, q.argmax(1))
