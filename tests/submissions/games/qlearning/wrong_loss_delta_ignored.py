# expect: td_loss_values
# says: delta is not used
# kind: case
"""delta is always 1."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return F.huber_loss(chosen, target.detach())
