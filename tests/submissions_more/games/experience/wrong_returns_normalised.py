# expect: discounted_returns_by_hand
# says: nothing is normalised
# kind: wrong
"""Mean 0 and standard deviation 1."""

import torch


def discounted_returns(reward, gamma):
    total, returns = 0.0, []
    for one in reversed(reward.tolist()):
        total = one + gamma * total
        returns.append(total)
    g = torch.tensor(returns[::-1], dtype=reward.dtype)
    return (g - g.mean()) / (g.std(correction=0) + 1e-8)
