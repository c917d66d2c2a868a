# expect: discounted_returns_by_hand
# says: The step's own reward is missing
# kind: wrong
"""A step's own reward is not part of its return."""

import torch


def discounted_returns(reward, gamma):
    total, returns = 0.0, []
    for one in reversed(reward.tolist()):
        returns.append(gamma * total)
        total = one + gamma * total
    return torch.tensor(returns[::-1], dtype=reward.dtype)
