# expect: td_loss_values
# says: times delta
# kind: unit
"""torch's smooth L1 loss, which is divided by delta."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return F.smooth_l1_loss(chosen, target.detach(), beta=delta)
