# expect: rnn_step_by_hand rnn_step_values
# says: here it is tanh
# kind: wrong
"""Tanh, as torch has it."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.tanh(h @ weight_h.T + e @ weight_e.T + bias)
