# expect: sequence_nll_by_hand
# says: 1/log 2
# kind: unit
"""In bits."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    lp = torch.where(keep[..., None], logits, 0).log_softmax(-1)
    cost = -lp.gather(-1, tokens.where(keep, 0)[..., None]).squeeze(-1) / math.log(2)
    return torch.where(keep, cost, 0).sum(1)
