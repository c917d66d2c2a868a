# expect: sequence_nll_padding_by_hand
# says: NaN times zero
# kind: case
"""Costs are multiplied by a mask."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    lp = logits.log_softmax(-1).gather(-1, tokens.clamp(min=0)[..., None]).squeeze(-1)
    return -(lp * keep).sum(1)
