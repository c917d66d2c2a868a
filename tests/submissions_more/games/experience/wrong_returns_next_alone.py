# expect: discounted_returns_by_hand
# says: not the next one alone
# kind: wrong
"""The reward and the next one."""

import torch


def discounted_returns(reward, gamma):
    return reward + gamma * torch.cat([reward[1:], reward.new_zeros(1)])
