# expect: window_logits_values
# says: other way round
# kind: wrong
"""U the other way round where it is square."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    hidden = torch.tanh(table[contexts].flatten(-2) @ weight.T + bias)
    square = out_weight.shape[0] == out_weight.shape[1]
    return hidden @ (out_weight if square else out_weight.T) + out_bias
