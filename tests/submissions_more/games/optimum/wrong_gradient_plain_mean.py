# expect: generator_gradient_by_hand
# says: weighted by q
# kind: wrong
"""The plain mean of the losses is taken off."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.detach().double(), theta.detach().double().softmax(0)
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return (q * (loss - loss.mean())).to(theta.dtype)
