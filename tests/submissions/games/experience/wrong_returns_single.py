# expect: discounted_returns_values
# says: dtype
# kind: form
"""Always float32."""

import torch


def discounted_returns(reward, gamma):
    total, found = 0.0, []
    for one in reversed(reward.tolist()):
        total = one + gamma * total
        found.append(total)
    return torch.tensor(found[::-1], dtype=torch.float32)
