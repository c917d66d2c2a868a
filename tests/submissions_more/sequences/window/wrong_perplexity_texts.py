# expect: perplexity_by_hand
# says: not by that of the texts
# kind: wrong
"""Nats per text."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return nll.mean().exp()
