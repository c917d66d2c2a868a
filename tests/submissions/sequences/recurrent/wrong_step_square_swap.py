# expect: rnn_step_values
# says: here they are swapped
# kind: case
"""Takes the weights by their shapes."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    if weight_h.shape == weight_e.shape:
        weight_h, weight_e = weight_e, weight_h
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)
