# expect: replay_buffer_by_hand
# says: each buffer
# kind: wrong
"""All buffers share one list."""

import torch


class ReplayBuffer:
    entries = []

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity = capacity

    def add(self, item):
        self.entries.append(item)
        del self.entries[: -self.capacity]

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
