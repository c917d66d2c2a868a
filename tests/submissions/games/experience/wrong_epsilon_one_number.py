# expect: epsilon_greedy_law
# says: do not follow the law
# kind: law
"""The same uniform number says whether, and what."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    u = torch.rand(rows, generator=generator)
    return torch.where(u < epsilon, (u * actions).long(), q.argmax(1))
