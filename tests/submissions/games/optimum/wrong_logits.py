# expect: optimal_discriminator_by_hand
# says: D was asked for, not its logit
# kind: unit
"""log p - log q, the logit."""

import torch


def optimal_discriminator(p, q):
    return torch.where(p + q > 0, p.log() - q.log(), 0.0)
