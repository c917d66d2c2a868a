# expect: window_logits_by_hand
# says: newest comes first
# kind: wrong
"""The newest token first."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    hidden = torch.tanh(table[contexts.flip(-1)].flatten(-2) @ weight.T + bias)
    return hidden @ out_weight.T + out_bias
