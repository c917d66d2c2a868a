"""Row by row, draw by draw."""

import torch


def epsilon_greedy(q, epsilon, generator=None):
    actions = []
    for row in q:
        if torch.rand((), generator=generator).item() < epsilon:
            actions.append(torch.randint(len(row), (), generator=generator).item())
        else:
            actions.append(int(row.argmax()))
    return torch.tensor(actions, dtype=torch.int64)


class ReplayBuffer:
    def __init__(self, capacity):
        if not capacity >= 1:
            raise ValueError("at least one")
        self._capacity = capacity
        self._entries = []

    def add(self, item):
        self._entries = (self._entries + [item])[-self._capacity :]

    def __len__(self):
        return len(self._entries)

    def items(self):
        return [entry for entry in self._entries]

    def sample(self, batch_size, generator=None):
        left = list(self._entries)
        if batch_size > len(left):
            raise ValueError("fewer entries than that")
        drawn = []
        for _ in range(batch_size):
            place = torch.randint(len(left), (1,), generator=generator).item()
            drawn.append(left.pop(place))
        return drawn


def discounted_returns(reward, gamma):
    values = reward.tolist()
    for t in range(len(values) - 2, -1, -1):
        values[t] += gamma * values[t + 1]
    return torch.tensor(values, dtype=reward.dtype)


def reinforce_loss(logits, action, returns, baseline=0.0):
    total = 0.0
    for b in range(len(logits)):
        expected = baseline[b] if torch.is_tensor(baseline) and baseline.dim() else baseline
        advantage = (returns[b] - expected).detach()
        total = total - advantage * logits[b].log_softmax(0)[action[b]]
    return total / len(logits)
