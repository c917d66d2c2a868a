# expect: td_target_by_hand
# says: over the actions of each row
# kind: wrong
"""The max over rows in place of actions."""

import torch


def td_target(reward, done, next_q, gamma):
    best = next_q.masked_fill(done[:, None], -torch.inf).max()
    return torch.where(done, reward, reward + gamma * best).detach()
