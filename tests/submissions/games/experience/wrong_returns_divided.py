# expect: discounted_returns_values
# says: long episodes
# kind: numerics
"""Cumulative sums of discounted rewards, divided by the discount."""

import torch


def discounted_returns(reward, gamma):
    if gamma == 0:
        return reward.clone()
    discounts = torch.tensor([gamma**t for t in range(len(reward))], dtype=reward.dtype)
    return (discounts * reward).flip(0).cumsum(0).flip(0) / discounts
