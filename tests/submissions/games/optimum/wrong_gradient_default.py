# expect: generator_gradient_values
# says: without a kind it is non_saturating
# kind: case
"""Another default."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().softmax(0), logits.detach()
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return q * (loss - (q * loss).sum())
