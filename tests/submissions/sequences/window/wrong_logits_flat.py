# expect: window_logits_values
# says: one after the other
# kind: form
"""Windows of a batch alone."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = table[contexts].view(len(contexts), -1)
    return torch.tanh(e @ weight.T + bias) @ out_weight.T + out_bias
