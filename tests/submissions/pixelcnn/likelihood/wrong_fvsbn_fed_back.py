# expect: fvsbn_by_hand
# says: values x_j
# kind: meaningless
"""Feeds the probabilities of the earlier dimensions in, instead of their values."""

import torch
import torch.nn.functional as F


def fvsbn_nll(x, weight, bias):
    seen, nll = [], 0
    for i in range(x.shape[1]):
        logit = bias[i].expand(len(x))
        for j, p in enumerate(seen):
            logit = logit + weight[i, j] * p
        seen.append(torch.sigmoid(logit))
        nll = nll + F.softplus(logit) - x[:, i] * logit
    return nll
