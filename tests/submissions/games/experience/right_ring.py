"""A ring of slots with a place to write."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    n, a = q.shape
    law = torch.full((n, a), epsilon / a, dtype=torch.float64)
    law[torch.arange(n), q.argmax(1)] += 1 - epsilon
    return torch.multinomial(law, 1, generator=generator).squeeze(1)


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.slots, self.count = [None] * capacity, 0

    def add(self, item):
        self.slots[self.count % len(self.slots)] = item
        self.count += 1

    def __len__(self):
        return min(self.count, len(self.slots))

    def items(self):
        first = self.count - len(self)
        return [self.slots[i % len(self.slots)] for i in range(first, self.count)]

    def sample(self, batch_size, generator=None):
        if batch_size > len(self):
            raise ValueError("too many")
        chosen = torch.rand(len(self), generator=generator, dtype=torch.float64).argsort()[:batch_size]
        entries = self.items()
        return [entries[int(i)] for i in chosen]


def discounted_returns(reward, gamma):
    out = []
    G = torch.zeros((), dtype=torch.float64)
    for r in reward.double().flip(0):
        G = r + gamma * G
        out.append(G)
    return torch.stack(out).flip(0).to(reward.dtype)


def reinforce_loss(logits, action, returns, baseline=0.0):
    weight = returns.detach() - (baseline.detach() if torch.is_tensor(baseline) else baseline)
    nll = torch.nn.functional.cross_entropy(logits, action, reduction="none")
    return (weight * nll).mean()
