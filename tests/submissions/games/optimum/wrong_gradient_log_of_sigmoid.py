# expect: generator_gradient_extreme
# says: minus infinity
# kind: numerics
"""The logarithm of a sigmoid."""

import torch


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().softmax(0), logits.detach()
    loss = torch.log(1 - torch.sigmoid(l)) if kind == "saturating" else -torch.log(torch.sigmoid(l))
    return q * (loss - (q * loss).sum())
