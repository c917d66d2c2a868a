"""A list for the memory, a loop for returns."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    batch, actions = q.shape
    greedy = q.argmax(dim=1)
    random = torch.randint(0, actions, (batch,), generator=generator)
    explore = torch.rand(batch, generator=generator) < epsilon
    return torch.where(explore, random, greedy)


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be positive")
        self.capacity = capacity
        self.memory = []

    def add(self, item):
        self.memory.append(item)
        if len(self.memory) > self.capacity:
            del self.memory[0]

    def __len__(self):
        return len(self.memory)

    def items(self):
        return self.memory[:]

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.memory):
            raise ValueError("not enough entries")
        indices = torch.randperm(len(self.memory), generator=generator)[:batch_size]
        return [self.memory[i] for i in indices]


def discounted_returns(reward, gamma):
    returns = torch.empty_like(reward, dtype=torch.float64)
    running = 0.0
    for t in reversed(range(len(reward))):
        running = reward[t].item() + gamma * running
        returns[t] = running
    return returns.to(reward.dtype)


def reinforce_loss(logits, action, returns, baseline=0.0):
    log_probs = torch.log_softmax(logits, dim=-1)[torch.arange(len(action)), action]
    return -(log_probs * (returns - baseline).detach()).mean()
