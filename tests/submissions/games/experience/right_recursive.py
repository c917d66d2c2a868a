"""The memory as a tuple; a matrix of discounts for short episodes, recursion in blocks."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    draws = torch.rand(2, len(q), generator=generator, dtype=torch.float64)
    tries = (draws[1] * q.shape[1]).floor().long().clamp(max=q.shape[1] - 1)
    actions = q.argmax(1).clone()
    chosen = draws[0] < epsilon
    actions[chosen] = tries[chosen]
    return actions


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("A memory needs room.")
        self.capacity = capacity
        self.held = ()

    def add(self, item):
        self.held = (*self.held[max(0, len(self.held) + 1 - self.capacity) :], item)

    def __len__(self):
        return len(self.held)

    def items(self):
        return list(self.held)

    def sample(self, batch_size, generator=None):
        order = list(range(len(self.held)))
        if batch_size > len(order):
            raise ValueError("There are fewer.")
        for i in range(batch_size):
            j = i + int(torch.randint(len(order) - i, (1,), generator=generator))
            order[i], order[j] = order[j], order[i]
        return [self.held[i] for i in order[:batch_size]]


def discounted_returns(reward, gamma):
    r, block, carry, out = reward.double(), 64, torch.zeros((), dtype=torch.float64), []
    for end in range(len(r), 0, -block):
        part = r[max(0, end - block) : end]
        n = len(part)
        steps = torch.arange(n)[None] - torch.arange(n)[:, None]
        discounts = torch.where(steps >= 0, float(gamma) ** steps.clamp(min=0).double(), 0.0)
        after = float(gamma) ** (n - torch.arange(n)).double()
        g = discounts @ part + after * carry
        out.insert(0, g)
        carry = g[0]
    return torch.cat(out).to(reward.dtype)


def reinforce_loss(logits, action, returns, baseline=0.0):
    shifted = logits - logits.max(1, keepdim=True).values.detach()
    log_z = shifted.exp().sum(1).log()
    log_prob = shifted.gather(1, action.view(-1, 1)).view(-1) - log_z
    return -((returns - baseline).detach() * log_prob).mean()
