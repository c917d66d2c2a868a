# expect: perplexity_values
# says: before you take the exponential
# kind: numerics
"""A root of a product."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return nll.exp().prod() ** (1 / lengths.sum())
