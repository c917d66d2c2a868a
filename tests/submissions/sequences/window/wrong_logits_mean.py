# expect: window_logits_by_hand
# says: one after the other
# kind: wrong
"""The mean of the vectors."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = table[contexts].mean(-2)
    return torch.tanh(e @ weight.T + bias) @ out_weight.T + out_bias
