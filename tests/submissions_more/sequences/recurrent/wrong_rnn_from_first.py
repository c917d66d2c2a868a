# expect: rnn_by_hand
# says: here all start from h_0
# kind: wrong
"""Each state starts from the first one."""

import torch


def one(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)


def rnn(h, e, weight_h, weight_e, bias):
    return torch.stack([one(h, e_t, weight_h, weight_e, bias) for e_t in e.unbind(1)], 1)
