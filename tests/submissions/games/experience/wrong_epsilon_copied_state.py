# expect: epsilon_greedy_generator
# says: moves the state on
# kind: generator
"""The generator is copied, so it never advances."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    rows, actions = q.shape
    own = torch.Generator()
    if generator is not None:
        own.set_state(generator.get_state())
    else:
        own.manual_seed(torch.randint(2**31, ()).item())
    tried = torch.randint(actions, (rows,), generator=own)
    return torch.where(torch.rand(rows, generator=own) < epsilon, tried, q.argmax(1))
