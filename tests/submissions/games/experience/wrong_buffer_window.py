# expect: replay_buffer_law
# says: neighbours come together
# kind: law
"""Entries that follow one another, from a random place on."""

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity, self.entries = capacity, []

    def add(self, item):
        self.entries.append(item)
        if len(self.entries) > self.capacity:
            self.entries.pop(0)

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        count = len(self.entries)
        if batch_size > count:
            raise ValueError(batch_size)
        first = int(torch.randint(count, (), generator=generator))
        return [self.entries[(first + i) % count] for i in range(batch_size)]
