# expect: discounted_returns_by_hand
# says: own reward is not discounted
# kind: unit
"""The step's own reward is discounted, too."""

import torch


def discounted_returns(reward, gamma):
    total, found = 0.0, []
    for one in reversed(reward.tolist()):
        total = gamma * (one + total)
        found.append(total)
    return torch.tensor(found[::-1], dtype=reward.dtype)
