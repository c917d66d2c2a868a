# expect: window_logits_by_hand
# says: other way round
# kind: wrong
"""W is not transposed."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    hidden = torch.tanh(table[contexts].flatten(-2) @ weight + bias)
    return hidden @ out_weight.T + out_bias
