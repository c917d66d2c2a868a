# expect: rnn_keeps_arguments
# says: changes its argument `e`
# kind: form
"""Tokens are erased once they are read."""

import torch


def one(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)


def rnn(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e.unbind(1):
        h = one(h, e_t, weight_h, weight_e, bias)
        states.append(h)
        e_t.zero_()
    return torch.stack(states, 1)
