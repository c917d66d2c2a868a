# expect: epsilon_greedy_law
# says: nearly the same number
# kind: law
"""Exactly a share epsilon of the rows tries."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    chosen = q.argmax(1)
    tries = torch.randperm(rows, generator=generator)[: round(epsilon * rows)]
    chosen[tries] = torch.randint(actions, (len(tries),), generator=generator)
    return chosen
