# expect: mixture_large_logits
# says: cost the wrong number
# kind: numerics
"""Logits are clamped to +-20 for safety."""

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    nll = F.binary_cross_entropy_with_logits(
        logits.clamp(-20, 20).expand(len(x), -1, -1), x[:, None].expand(-1, len(logits), -1), reduction="none"
    ).sum(2)
    return (weight_logits.log_softmax(0) - nll).logsumexp(1)
