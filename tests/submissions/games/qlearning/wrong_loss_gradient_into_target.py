# expect: td_loss_gradient
# says: into target
# kind: gradient
"""The target is not detached."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return F.huber_loss(chosen, target, delta=delta)
