# expect: generator_gradient_by_hand
# says: q is the softmax of theta
# kind: wrong
"""theta is taken for the probabilities."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.detach(), theta.detach()
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return q * (loss - q @ loss)
