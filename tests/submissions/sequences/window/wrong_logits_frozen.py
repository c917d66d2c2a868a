# expect: window_logits_gradient
# says: no gradient reaches `table`
# kind: case
"""The table is detached."""

import math

import torch
import torch.nn.functional as F


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = table.detach()[contexts].flatten(-2)
    return torch.tanh(e @ weight.T + bias) @ out_weight.T + out_bias
