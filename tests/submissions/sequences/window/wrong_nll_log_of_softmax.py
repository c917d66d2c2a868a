# expect: sequence_nll_large
# says: log_softmax
# kind: numerics
"""The logarithm of a softmax."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    p = torch.where(keep[..., None], logits, 0).softmax(-1)
    cost = -p.gather(-1, tokens.where(keep, 0)[..., None]).squeeze(-1).log()
    return torch.where(keep, cost, 0).sum(1)
