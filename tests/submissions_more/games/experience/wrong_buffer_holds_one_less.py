# expect: replay_buffer_by_hand
# says: goes too early
# kind: wrong
"""The oldest goes one too early."""

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity, self.entries = capacity, []

    def add(self, item):
        self.entries.append(item)
        if len(self.entries) >= max(2, self.capacity):
            self.entries.pop(0)

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
