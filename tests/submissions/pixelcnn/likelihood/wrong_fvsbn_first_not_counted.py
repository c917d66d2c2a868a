# expect: fvsbn_by_hand
# says: first dimension
# kind: wrong
"""The loop starts at the second dimension, since the first one has no past."""

import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    nll = 0 * x[:, 0]
    for i in range(1, x.shape[1]):
        logit = bias[i] + x[:, :i] @ weight[i, :i]
        nll = nll + F.softplus(logit) - x[:, i] * logit
    return nll
