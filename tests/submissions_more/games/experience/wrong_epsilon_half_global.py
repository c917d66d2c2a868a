# expect: epsilon_greedy_generator
# says: generator
# kind: generator
"""The coin listens to the generator, what is tried does not."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    tried = torch.randint(actions, (rows,))
    return torch.where(torch.rand(rows, generator=generator) < epsilon, tried, q.argmax(1))
