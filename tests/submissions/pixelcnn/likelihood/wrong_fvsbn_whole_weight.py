# expect: fvsbn_sums_to_one fvsbn_lower_triangle fvsbn_values fvsbn_gradient
# says: whole
# kind: meaningless
"""The weight is not cut at all."""

import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    logits = F.linear(x, weight, bias)
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
