# expect: rnn_by_hand
# says: each is the last one
# kind: wrong
"""One tensor holds every state."""

import torch


def one(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)


def rnn(h, e, weight_h, weight_e, bias):
    h, states = h.clone(), []
    for e_t in e.unbind(1):
        h.copy_(one(h, e_t, weight_h, weight_e, bias))
        states.append(h)
    return torch.stack(states, 1)
