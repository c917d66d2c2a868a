# expect: generator_gradient_extreme
# says: the largest off
# kind: numerics
"""Exponentials of theta as it is."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().exp() / theta.detach().exp().sum(), logits.detach()
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return q * (loss - (q * loss).sum())
