# expect: epsilon_greedy_generator
# says: Its seed says nothing
# kind: generator
"""A generator of its own, made of the seed and of a counter."""

import torch


calls = {}


def epsilon_greedy(q, epsilon, generator=None):
    if generator is not None:
        key = id(generator)
        calls[key] = calls.get(key, -1) + 1
        generator = torch.Generator().manual_seed(generator.initial_seed() + calls[key])
    rows, actions = q.shape
    tries = torch.rand(rows, generator=generator) < epsilon
    return torch.where(tries, torch.randint(actions, (rows,), generator=generator), q.argmax(1))
