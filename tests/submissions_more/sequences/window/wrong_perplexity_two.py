# expect: perplexity_by_hand
# says: 2 to the power
# kind: wrong
"""Two to the power of nats."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return 2 ** (nll.sum() / lengths.sum())
