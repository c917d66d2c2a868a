# expect: nade_is_repeatable
# says: same answer
# kind: form
"""Logits grow a little with every call."""

import torch
import torch.nn.functional as F
from torch import nn


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        if order is not None and sorted(order.tolist()) != list(range(num_dims)):
            raise ValueError("order must be a permutation")
        self.order = order
        self.calls = 0
        self.in_weight = nn.Parameter(torch.randn(hidden, num_dims) * 0.05)
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(torch.randn(num_dims, hidden) * 0.05)
        self.out_bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return nade_logits(
            x, self.in_weight, self.in_bias, self.out_weight, self.out_bias, self.order
        )

    def log_prob(self, x):
        self.calls += 1
        logits = self(x) * (1 + 0.01 * self.calls)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)

    def sample(self, num_samples, generator=None):
        return nade_sample(
            self.in_weight, self.in_bias, self.out_weight, self.out_bias,
            num_samples, self.order, generator,
        )
