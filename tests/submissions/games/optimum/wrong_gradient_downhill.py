# expect: generator_gradient_by_hand
# says: not the direction downhill
# kind: unit
"""Minus the gradient."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.detach().double(), theta.detach().double().softmax(0)
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return -(q * (loss - q @ loss)).to(theta.dtype)
