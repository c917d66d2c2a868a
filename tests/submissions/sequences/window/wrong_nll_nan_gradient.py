# expect: sequence_nll_padding
# says: comes back
# kind: case
"""Masked after the softmax: its gradient is NaN."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    target = tokens.masked_fill(~keep, -100)
    return F.cross_entropy(logits.transpose(1, 2), target, reduction="none").sum(1)
