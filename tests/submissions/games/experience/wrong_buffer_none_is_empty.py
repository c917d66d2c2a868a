# expect: replay_buffer_objects
# says: None is an entry
# kind: case
"""None stands for a slot that is empty."""

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
        return [one for one in self.entries if one is not None]

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
