# expect: generator_gradient_by_hand
# says: not the direction downhill
# kind: wrong
"""log(1 - D) with a minus, so that the generator helps the discriminator."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().softmax(0), logits.detach()
    loss = -F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return q * (loss - (q * loss).sum())
