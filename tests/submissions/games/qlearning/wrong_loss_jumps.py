# expect: td_loss_by_hand
# says: both formulas agree at delta
# kind: wrong
"""Beyond delta it is delta times"""

import torch


def td_loss(q, action, target, delta=1.0):
    e = (q.gather(1, action[:, None]).squeeze(1) - target.detach()).abs()
    return torch.where(e <= delta, e * e / 2, delta * e).mean()
