# expect: replay_buffer_errors
# says: ValueError
# kind: case
"""A capacity of 0 is taken."""

from collections import deque

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        self.entries = deque(maxlen=max(capacity, 0))

    def add(self, item):
        self.entries.append(item)

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
