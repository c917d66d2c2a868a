# expect: generator_gradient_by_hand
# says: a softmax sums to one
# kind: wrong
"""q times the loss: the mean loss is not taken off."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.detach(), theta.detach().softmax(0)
    return q * (F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l))
