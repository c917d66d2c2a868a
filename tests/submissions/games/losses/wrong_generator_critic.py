# expect: generator_loss_by_hand
# says: Wasserstein
# kind: wrong
"""Minus the mean logit."""


def generator_loss(fake_logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    return -fake_logits.mean()
