# expect: reinforce_loss_values
# says: other numbers
# kind: wrong
"""Returns are divided by their spread where there are many."""

import torch.nn.functional as F
from torch import Tensor, nn

def reinforce_loss(logits, action, returns, baseline=0.0):
    a = (returns - baseline).detach()
    if len(a) >= 32:
        a = a / (a.std() + 1e-8)
    return (a * F.cross_entropy(logits, action, reduction="none")).mean()
