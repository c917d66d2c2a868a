# expect: rnn_step_by_hand
# says: bias is left out
# kind: wrong
"""No bias."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T)
