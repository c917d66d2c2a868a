# expect: epsilon_greedy_law
# says: uniformly
# kind: law
"""The last action is never tried."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tried = torch.randint(0, actions - 1, (rows,), generator=generator)
    return torch.where(torch.rand(rows, generator=generator) < epsilon, tried, q.argmax(1))
