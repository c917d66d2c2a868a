# expect: replay_buffer_law
# says: stay in the buffer
# kind: wrong
"""What is drawn is taken out."""

import torch


class ReplayBuffer:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity, self.entries = capacity, []

    def add(self, item):
        self.entries = [*self.entries, item][-self.capacity :]

    def __len__(self):
        return len(self.entries)

    def items(self):
        return list(self.entries)

    def sample(self, batch_size, generator=None):
        if batch_size > len(self.entries):
            raise ValueError(batch_size)
        order = torch.randperm(len(self.entries), generator=generator).tolist()
        drawn = [self.entries[place] for place in order[:batch_size]]
        self.entries = [self.entries[place] for place in sorted(order[batch_size:])]
        return drawn
