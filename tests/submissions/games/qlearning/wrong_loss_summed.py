# expect: td_loss_by_hand
# says: The mean over rows
# kind: wrong
"""A sum over rows."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return F.huber_loss(chosen, target.detach(), delta=delta, reduction="sum")
