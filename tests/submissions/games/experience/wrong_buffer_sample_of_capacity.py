# expect: replay_buffer_law
# says: not in the buffer
# kind: case
"""Slots that are empty are drawn, too."""

import torch


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
        return [self.slots[i % len(self.slots)] for i in range(self.count - len(self), self.count)]

    def sample(self, batch_size, generator=None):
        if batch_size > len(self):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.slots), generator=generator)[:batch_size]
        return [self.slots[place] for place in places.tolist()]
