# expect: td_target_gradient
# says: no gradient
# kind: gradient
"""The target hangs on next_q."""

import torch


def td_target(reward, done, next_q, gamma):
    return torch.where(done, reward, reward + gamma * next_q.max(1).values)
