# expect: perplexity_gradient
# says: gradient
# kind: case
"""A number without a graph."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return torch.tensor(math.exp(float(nll.sum()) / int(lengths.sum())), dtype=nll.dtype)
