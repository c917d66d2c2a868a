# expect: replay_buffer_generator
# says: generator
# kind: generator
"""Python's random module draws."""

import random
from collections import deque


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
        return random.sample(list(self.entries), batch_size)
