# expect: sequence_nll_by_hand
# says: One cost for each text
# kind: wrong
"""One number for the batch."""

import math

import torch
import torch.nn.functional as F


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]) < lengths[:, None]
    return F.cross_entropy(logits[keep], tokens[keep], reduction="sum")
