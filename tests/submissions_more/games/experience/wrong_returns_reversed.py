# expect: discounted_returns_by_hand
# says: in the order of the steps
# kind: wrong
"""The last step first."""

import torch


def discounted_returns(reward, gamma):
    total, returns = 0.0, []
    for one in reversed(reward.tolist()):
        total = one + gamma * total
        returns.append(total)
    return torch.tensor(returns, dtype=reward.dtype)
