"""Returns by numpy, a permutation by sorting random keys."""

import itertools

import numpy as np
import torch


def epsilon_greedy(q, epsilon, generator=None):
    keep = torch.rand(q.shape[0], generator=generator) >= epsilon
    other = torch.randint(high=q.shape[1], size=(q.shape[0],), generator=generator)
    return keep * q.max(1).indices + ~keep * other


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity <= 0:
            raise ValueError("capacity")
        self.capacity, self.clock, self.store = capacity, itertools.count(), {}

    def add(self, item):
        self.store[next(self.clock)] = item
        if len(self.store) > self.capacity:
            del self.store[min(self.store)]

    def __len__(self):
        return len(self.store)

    def items(self):
        return [self.store[key] for key in sorted(self.store)]

    def sample(self, batch_size, generator=None):
        if len(self.store) < batch_size:
            raise ValueError("batch_size")
        keys = torch.rand(len(self.store), generator=generator, dtype=torch.float64)
        return [self.items()[i] for i in keys.topk(batch_size).indices.tolist()]


def discounted_returns(reward, gamma):
    r = reward.detach().numpy().astype(np.float64)
    g = np.zeros_like(r)
    running = 0.0
    for t in range(len(r))[::-1]:
        running = r[t] + gamma * running
        g[t] = running
    return torch.from_numpy(g).to(reward.dtype)


def reinforce_loss(logits, action, returns, baseline=0.0):
    one_hot = torch.nn.functional.one_hot(action, logits.shape[1])
    log_prob = (logits.log_softmax(-1) * one_hot).sum(-1)
    with torch.no_grad():
        advantage = returns - baseline
    return torch.mean(-advantage * log_prob)
