# expect: td_target_by_hand
# says: done is inverted
# kind: wrong
"""Finished rows go on, the others end."""

import torch


def td_target(reward, done, next_q, gamma):
    return torch.where(done, reward + gamma * next_q.max(1).values, reward).detach()
