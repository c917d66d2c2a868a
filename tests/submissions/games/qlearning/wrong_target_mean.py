# expect: td_target_by_hand
# says: The best action of the next state counts, not the mean
# kind: wrong
"""The mean over actions."""

import torch


def td_target(reward, done, next_q, gamma):
    return torch.where(done, reward, reward + gamma * next_q.mean(1)).detach()
