# expect: reinforce_loss_by_hand
# says: negative log-likelihood
# kind: wrong
"""A cross-entropy: what was done is copied, whatever it brought."""

import torch.nn.functional as F


def reinforce_loss(logits, action, returns, baseline=0.0):
    return F.cross_entropy(logits, action)
