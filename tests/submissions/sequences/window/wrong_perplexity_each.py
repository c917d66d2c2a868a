# expect: perplexity_by_hand
# says: One number for the whole corpus
# kind: wrong
"""One for each text."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return (nll / lengths).exp()
