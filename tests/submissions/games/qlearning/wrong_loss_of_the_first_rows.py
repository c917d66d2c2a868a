# expect: td_loss_values
# says: other numbers
# kind: wrong
"""Only the first 32 rows count."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

def td_loss(q, action, target, delta=1.0):
    e = q.gather(1, action[:, None])[:, 0] - target.detach()
    return F.huber_loss(e[:32], torch.zeros_like(e[:32]), delta=delta)
