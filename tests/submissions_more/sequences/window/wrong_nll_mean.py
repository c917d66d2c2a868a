# expect: sequence_nll_by_hand
# says: this is their mean
# kind: wrong
"""A mean over tokens."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    cost = F.cross_entropy(
        torch.where(keep[..., None], logits, 0).transpose(1, 2), tokens.where(keep, 0), reduction="none"
    )
    return (cost * keep).sum(1) / lengths
