# expect: sequence_nll_by_hand
# says: cost log V
# kind: wrong
"""Logits become zero, and their cost stays."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    lp = torch.where(keep[..., None], logits, 0).log_softmax(-1)
    return -lp.gather(-1, tokens.clamp(min=0)[..., None]).squeeze(-1).sum(1)
