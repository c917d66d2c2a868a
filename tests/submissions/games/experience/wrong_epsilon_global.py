# expect: epsilon_greedy_generator
# says: generator
# kind: generator
"""The generator is not used."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tried = torch.randint(actions, (rows,))
    return torch.where(torch.rand(rows) < epsilon, tried, q.argmax(1))
