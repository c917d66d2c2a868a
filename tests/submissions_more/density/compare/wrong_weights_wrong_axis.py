# expect: mixture_gradient
# says: is it detached
# kind: gradient
"""Weights are constants for the gradient."""

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    nll = F.binary_cross_entropy_with_logits(
        logits.expand(len(x), -1, -1), x[:, None].expand(-1, len(logits), -1), reduction="none"
    ).sum(2)
    return (weight_logits.detach().log_softmax(0) - nll).logsumexp(1)
