# expect: discounted_returns_by_hand
# says: this is the first one
# kind: wrong
"""One number for the whole episode."""

import torch


def discounted_returns(reward, gamma):
    total = 0.0
    for one in reversed(reward.tolist()):
        total = one + gamma * total
    return torch.full_like(reward, total)
