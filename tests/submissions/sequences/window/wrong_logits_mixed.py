# expect: window_logits_values
# says: mixed, number by number
# kind: wrong
"""Vectors are interleaved."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = table[contexts].transpose(-1, -2).flatten(-2)
    return torch.tanh(e @ weight.T + bias) @ out_weight.T + out_bias
