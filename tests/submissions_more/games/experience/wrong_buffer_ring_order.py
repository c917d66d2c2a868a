# expect: replay_buffer_by_hand
# says: the oldest first
# kind: wrong
"""A ring whose items come in the order of its slots."""

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity, self.entries, self.next = capacity, [], 0

    def add(self, item):
        if len(self.entries) < self.capacity:
            self.entries.append(item)
        else:
            self.entries[self.next] = item
        self.next = (self.next + 1) % self.capacity

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
