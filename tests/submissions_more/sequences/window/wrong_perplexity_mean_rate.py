# expect: perplexity_by_hand
# says: averages nats per token
# kind: wrong
"""exp of the mean rate."""

import math

import torch
import torch.nn.functional as F


def perplexity(nll, lengths):
    return (nll / lengths).mean().exp()
