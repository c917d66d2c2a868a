# expect: replay_buffer_law
# says: uniformly
# kind: law
"""The latest entries, without any drawing."""

from collections import deque

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.entries = deque(maxlen=capacity)

    def add(self, item):
        self.entries.append(item)

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        torch.rand(1, generator=generator)
        return list(self.entries)[len(self.entries) - batch_size :]
