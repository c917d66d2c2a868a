# expect: sequence_nll_by_hand
# says: not for the one after it
# kind: wrong
"""Logits as libraries have them."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    cost = F.cross_entropy(logits[:, :-1].transpose(1, 2), tokens[:, 1:], reduction="none")
    keep = torch.arange(1, tokens.shape[1]) < lengths[:, None]
    return (cost * keep).sum(1)
