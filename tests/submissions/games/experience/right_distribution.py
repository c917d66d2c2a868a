"""torch's distributions for the loss, multinomial for the memory."""

from collections import deque

import torch
from torch.distributions import Categorical


def epsilon_greedy(q, epsilon, generator=None):
    best = torch.zeros_like(q, dtype=torch.float64).scatter_(1, q.argmax(1, keepdim=True), 1.0)
    law = (1 - epsilon) * best + epsilon / q.shape[1]
    total = law.cumsum(1)
    u = torch.rand(len(q), 1, generator=generator, dtype=torch.float64) * total[:, -1:]
    return (u >= total).sum(1).clamp(max=q.shape[1] - 1)


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(f"{capacity} is no capacity")
        self.queue = deque([], maxlen=capacity)

    def add(self, item):
        self.queue.append(item)

    def __len__(self):
        return len(self.queue)

    def items(self):
        return list(self.queue)

    def sample(self, batch_size, generator=None):
        n = len(self.queue)
        if batch_size > n:
            raise ValueError(f"{batch_size} > {n}")
        if batch_size == 0:
            return []
        places = torch.multinomial(torch.ones(n, dtype=torch.float64), batch_size, replacement=False, generator=generator)
        entries = self.items()
        return [entries[place] for place in places.tolist()]


def discounted_returns(reward, gamma):
    T = len(reward)
    result = torch.zeros(T, dtype=torch.float64)
    result[-1] = reward[-1]
    for t in range(T - 2, -1, -1):
        result[t] = reward[t].double() + gamma * result[t + 1]
    return result.to(reward.dtype)


def reinforce_loss(logits, action, returns, baseline=0.0):
    advantage = torch.as_tensor(returns - baseline).detach()
    return -(Categorical(logits=logits).log_prob(action) * advantage).sum() / len(action)
