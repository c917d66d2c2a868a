# expect: generator_gradient_by_hand
# says: no division by V
# kind: wrong
"""Divided by the number of values."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().softmax(0), logits.detach()
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return (q * (loss - (q * loss).sum())) / len(q)
