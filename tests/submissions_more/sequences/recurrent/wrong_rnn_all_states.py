# expect: rnn_by_hand
# says: h_1 to h_T
# kind: form
"""h_0 to h_T."""

import torch


def one(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)


def rnn(h, e, weight_h, weight_e, bias):
    states = [h]
    for e_t in e.unbind(1):
        states.append(one(states[-1], e_t, weight_h, weight_e, bias))
    return torch.stack(states, 1)
