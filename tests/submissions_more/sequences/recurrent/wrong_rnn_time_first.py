# expect: rnn_by_hand
# says: (B, T, H)
# kind: form
"""States are stacked in front."""

import torch


def one(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)


def rnn(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e.unbind(1):
        h = one(h, e_t, weight_h, weight_e, bias)
        states.append(h)
    return torch.stack(states)
