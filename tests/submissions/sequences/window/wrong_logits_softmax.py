# expect: window_logits_by_hand
# says: No softmax here
# kind: wrong
"""With the softmax of the slide."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    hidden = torch.tanh(table[contexts].flatten(-2) @ weight.T + bias)
    return (hidden @ out_weight.T + out_bias).softmax(-1)
