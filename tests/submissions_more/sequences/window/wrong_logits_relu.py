# expect: window_logits_by_hand
# says: this is a ReLU
# kind: wrong
"""A rectifier."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    return F.relu(table[contexts].flatten(-2) @ weight.T + bias) @ out_weight.T + out_bias
