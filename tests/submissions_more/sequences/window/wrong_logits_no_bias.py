# expect: window_logits_by_hand
# says: b_2 is missing
# kind: wrong
"""The second bias is missing."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    return torch.tanh(table[contexts].flatten(-2) @ weight.T + bias) @ out_weight.T
