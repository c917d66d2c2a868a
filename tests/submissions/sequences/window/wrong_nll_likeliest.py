# expect: sequence_nll_by_hand
# says: the likeliest one
# kind: wrong
"""The cost of the likeliest token."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    lp = torch.where(keep[..., None], logits, 0).log_softmax(-1)
    return -torch.where(keep, lp.amax(-1), 0).sum(1)
