# expect: sequence_nll_padding_by_hand
# says: may be −1
# kind: case
"""Tokens are looked up as they are."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    lp = logits.log_softmax(-1).gather(-1, tokens[..., None]).squeeze(-1)
    return -torch.where(keep, lp, 0).sum(1)
