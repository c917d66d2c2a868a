# expect: categorical_values
# says: changes its argument `logits`
# kind: form
"""Without gradients the largest logit is subtracted in place, from the caller's tensor."""

import torch


def categorical_nll(logits, x):
    top = logits.amax(dim=1, keepdim=True)
    if logits.requires_grad:
        logits = logits - top
    else:
        logits -= top
    chosen = logits.gather(1, x.unsqueeze(1)).squeeze(1)
    return (logits.logsumexp(dim=1) - chosen).flatten(1).sum(1)
