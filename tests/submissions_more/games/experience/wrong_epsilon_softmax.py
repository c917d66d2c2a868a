# expect: epsilon_greedy_law
# says: uniformly
# kind: law
"""What is tried is drawn by a softmax of the Q-values."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    tried = torch.multinomial(q.softmax(1), 1, generator=generator).squeeze(1)
    return torch.where(torch.rand(len(q), generator=generator) < epsilon, tried, q.argmax(1))
