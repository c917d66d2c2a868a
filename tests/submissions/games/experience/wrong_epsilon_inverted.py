# expect: epsilon_greedy_by_hand
# says: with probability epsilon
# kind: law
"""The best one with probability epsilon."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tried = torch.randint(actions, (rows,), generator=generator)
    return torch.where(torch.rand(rows, generator=generator) < epsilon, q.argmax(1), tried)
