# expect: sequence_nll_by_hand
# says: here all of them do
# kind: wrong
"""The lengths are ignored."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    return F.cross_entropy(logits.transpose(1, 2), tokens, reduction="none").sum(1)
