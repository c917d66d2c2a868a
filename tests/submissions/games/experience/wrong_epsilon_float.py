# expect: epsilon_greedy_by_hand
# says: int64
# kind: form
"""Actions as floats."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tries = torch.rand(rows, generator=generator) < epsilon
    tried = (torch.rand(rows, generator=generator) * actions).floor()
    return torch.where(tries, tried, q.argmax(1).float())
