# expect: rnn_step_keeps_arguments
# says: changes its argument `h`
# kind: form
"""Writes the new state into the old one."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    h.copy_(torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias))
    return h
