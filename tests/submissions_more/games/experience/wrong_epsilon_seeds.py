# expect: epsilon_greedy_generator
# says: Seed nothing
# kind: generator
"""The global generator is seeded without need."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    if generator is None:
        torch.manual_seed(0)
    rows, actions = q.shape
    tries = torch.rand(rows, generator=generator) < epsilon
    return torch.where(tries, torch.randint(actions, (rows,), generator=generator), q.argmax(1))
