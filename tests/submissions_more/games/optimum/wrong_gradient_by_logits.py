# expect: generator_gradient_by_hand
# says: By theta: the discriminator is fixed
# kind: wrong
"""The gradient by the discriminator's logits."""

import torch


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.detach(), theta.detach().softmax(0)
    return -q * torch.sigmoid(l if kind == "saturating" else -l)
