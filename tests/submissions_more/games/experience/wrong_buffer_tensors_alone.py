# expect: replay_buffer_by_hand
# says: any object
# kind: case
"""Entries become tensors."""

from collections import deque

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.entries = deque(maxlen=capacity)

    def add(self, item):
        self.entries.append(torch.as_tensor(item))

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        places = torch.randperm(len(self.entries), generator=generator)[:batch_size]
        return [self.entries[place] for place in places.tolist()]
