# expect: nade_mass_is_one
# says: sum to one
# kind: meaningless
"""One nat too many for every row."""

import torch
import torch.nn.functional as F
from torch import nn


class NADE(nn.Module):
    def __init__(self, num_dims, hidden=64, order=None):
        super().__init__()
        if order is not None and sorted(order.tolist()) != list(range(num_dims)):
            raise ValueError("order must be a permutation")
        self.order = order
        self.in_weight = nn.Parameter(torch.randn(hidden, num_dims) * 0.05)
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(torch.randn(num_dims, hidden) * 0.05)
        self.out_bias = nn.Parameter(torch.zeros(num_dims))

    def forward(self, x):
        return nade_logits(
            x, self.in_weight, self.in_bias, self.out_weight, self.out_bias, self.order
        )

    def log_prob(self, x):
        logits = self(x)
        return 1 - F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)

    def sample(self, num_samples, generator=None):
        return nade_sample(
            self.in_weight, self.in_bias, self.out_weight, self.out_bias,
            num_samples, self.order, generator,
        )
