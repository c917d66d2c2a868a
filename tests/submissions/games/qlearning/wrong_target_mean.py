# expect: td_target_by_hand
# says: the best action, not the mean
# kind: wrong
"""The mean over actions."""

import torch


def td_target(reward, done, next_q, gamma):
    return torch.where(done, reward, reward + gamma * next_q.mean(1)).detach()
