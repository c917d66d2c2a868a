# expect: epsilon_greedy_law
# says: with half of it
# kind: law
"""It tries half as often."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tries = torch.rand(rows, generator=generator) < epsilon / 2
    return torch.where(tries, torch.randint(actions, (rows,), generator=generator), q.argmax(1))
