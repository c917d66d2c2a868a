# expect: td_loss_by_hand
# says: ½
# kind: unit
"""Without the half."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return 2 * F.huber_loss(chosen, target.detach(), delta=delta)
