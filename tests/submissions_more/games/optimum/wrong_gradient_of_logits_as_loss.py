# expect: generator_gradient_by_hand
# says: the logit itself is taken
# kind: wrong
"""The loss of a critic."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q, l = theta.detach().softmax(0), logits.detach()
    loss = -l
    return q * (loss - (q * loss).sum())
