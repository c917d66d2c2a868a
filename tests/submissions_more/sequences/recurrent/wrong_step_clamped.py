# expect: rnn_step_values
# says: other numbers
# kind: case
"""Kept away from 0 and 1."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias).clamp(0.05, 0.95)
