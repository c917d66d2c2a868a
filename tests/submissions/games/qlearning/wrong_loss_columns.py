# expect: td_loss_by_hand
# says: One entry of each row
# kind: wrong
"""q[:, action]: a whole table, compared by broadcasting."""

import torch.nn.functional as F


def td_loss(q, action, target, delta=1.0):
    chosen = q[:, action]
    return F.huber_loss(chosen, target.detach().expand_as(chosen), delta=delta)
