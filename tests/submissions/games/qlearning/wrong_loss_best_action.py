# expect: td_loss_by_hand
# says: Only the action that was taken counts, not the best one
# kind: wrong
"""The best action in place of the one that was taken."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    return F.huber_loss(q.max(1).values, target.detach(), delta=delta)
