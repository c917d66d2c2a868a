# expect: discriminator_loss_by_hand
# says: Wasserstein
# kind: wrong
"""Means of logits, as of a critic."""


def discriminator_loss(real_logits, fake_logits):
    return fake_logits.mean() - real_logits.mean()
