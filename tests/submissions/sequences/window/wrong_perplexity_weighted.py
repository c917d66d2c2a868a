# expect: perplexity_by_hand
# says: weighted by tokens
# kind: wrong
"""Perplexities, weighted."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return ((nll / lengths).exp() * lengths).sum() / lengths.sum()
