# expect: discounted_returns_by_hand
# says: What came before
# kind: wrong
"""What came before, discounted."""

import torch


def discounted_returns(reward, gamma):
    total, returns = 0.0, []
    for one in reward.tolist():
        total = one + gamma * total
        returns.append(total)
    return torch.tensor(returns, dtype=reward.dtype)
