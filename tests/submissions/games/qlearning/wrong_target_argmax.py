# expect: td_target_by_hand
# says: The value of the best action was asked for, not its number
# kind: wrong
"""The number of the best action."""

import torch


def td_target(reward, done, next_q, gamma):
    return torch.where(done, reward, reward + gamma * next_q.argmax(1)).detach()
