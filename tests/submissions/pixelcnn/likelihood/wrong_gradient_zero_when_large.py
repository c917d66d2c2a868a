# expect: categorical_large_logits
# says: The gradient of `categorical_nll` is wrong for logits as large as 1e4
# kind: numerics
"""Large logits are treated apart, and lose their gradient there."""

import torch


def categorical_nll(logits, x):
    calm = logits.clamp(-50, 50)
    logits = torch.where(logits.abs() > 50, logits.detach(), calm)
    log_probs = torch.log_softmax(logits, dim=1)
    return -log_probs.gather(1, x.unsqueeze(1)).squeeze(1).flatten(1).sum(1)
