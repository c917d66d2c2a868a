# expect: rnn_step_by_hand rnn_step_values
# says: W_h is turned round
# kind: wrong
"""h W_h in place of W_h h."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h + e @ weight_e.T + bias)
