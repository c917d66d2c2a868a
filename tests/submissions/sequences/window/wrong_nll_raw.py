# expect: sequence_nll_by_hand
# says: log_softmax is missing
# kind: wrong
"""Logits as log-probabilities."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    cost = -logits.gather(-1, tokens.where(keep, 0)[..., None]).squeeze(-1)
    return torch.where(keep, cost, 0).sum(1)
