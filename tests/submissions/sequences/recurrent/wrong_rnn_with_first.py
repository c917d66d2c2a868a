# expect: rnn_by_hand
# says: h_0 comes first
# kind: wrong
"""h_0 to h_{T−1}."""

import torch


def one(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)


def rnn(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e.unbind(1):
        states.append(h)
        h = one(h, e_t, weight_h, weight_e, bias)
    return torch.stack(states, 1)
