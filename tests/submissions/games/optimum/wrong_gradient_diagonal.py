# expect: generator_gradient_by_hand
# says: the diagonal alone
# kind: wrong
"""Only the diagonal of the derivative of a softmax."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().softmax(0), logits.detach()
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return q * (1 - q) * loss
