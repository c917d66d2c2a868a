# expect: perplexity_by_hand
# says: is its exponential
# kind: wrong
"""The cost of a token."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return nll.sum() / lengths.sum()
