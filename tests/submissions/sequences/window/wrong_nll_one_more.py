# expect: sequence_nll_by_hand
# says: one too many
# kind: wrong
"""One token too many."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) <= lengths[:, None]
    cost = F.cross_entropy(logits.transpose(1, 2), tokens, reduction="none")
    return (cost * keep).sum(1)
