# expect: td_loss_by_hand
# says: only the action that was taken counts
# kind: wrong
"""The mean over all entries, as the others have no error."""

import torch
import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    wanted = q.detach().clone()
    wanted[torch.arange(len(q)), action] = target.detach()
    return F.huber_loss(q, wanted, delta=delta)
