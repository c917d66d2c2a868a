# expect: window_logits_large
# says: quotient of exponentials
# kind: numerics
"""A tanh of exponentials."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    z = table[contexts].flatten(-2) @ weight.T + bias
    h = (z.exp() - (-z).exp()) / (z.exp() + (-z).exp())
    return h @ out_weight.T + out_bias
