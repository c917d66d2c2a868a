# expect: discounted_returns_by_hand
# says: discount from there
# kind: wrong
"""Discounts are counted from the beginning of the episode."""

import torch


def discounted_returns(reward, gamma):
    discounts = torch.tensor([gamma**t for t in range(len(reward))], dtype=reward.dtype)
    return (discounts * reward).flip(0).cumsum(0).flip(0)
