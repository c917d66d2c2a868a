# expect: window_logits_by_hand
# says: logistic
# kind: wrong
"""The logistic function."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    return torch.sigmoid(table[contexts].flatten(-2) @ weight.T + bias) @ out_weight.T + out_bias
