# expect: replay_buffer_errors
# says: ValueError
# kind: case
"""Whatever the capacity allows may be asked for."""

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
        if batch_size > self.capacity:
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
