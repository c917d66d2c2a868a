# expect: generator_loss_values
# says: other numbers
# kind: wrong
"""Only the first hundred logits count."""

import torch.nn.functional as F
from torch import Tensor, nn

def generator_loss(fake_logits, kind="non_saturating"):
    l = fake_logits[:100]
    if kind == "saturating":
        return F.logsigmoid(-l).mean()
    if kind == "non_saturating":
        return -F.logsigmoid(l).mean()
    raise ValueError(kind)
