# expect: optimal_discriminator_by_hand
# says: between 0 and 1, not its logit
# kind: unit
"""log p - log q, the logit."""

import torch


def optimal_discriminator(p, q):
    return torch.where(p + q > 0, p.log() - q.log(), 0.0)
