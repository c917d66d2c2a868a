# expect: perplexity_by_hand
# says: own perplexities
# kind: wrong
"""The mean of perplexities."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return (nll / lengths).exp().mean()
