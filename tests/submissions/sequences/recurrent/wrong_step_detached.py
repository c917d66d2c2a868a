# expect: rnn_step_gradient
# says: no gradient reaches `h`
# kind: wrong
"""The state before is detached."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    return torch.sigmoid(h.detach() @ weight_h.T + e @ weight_e.T + bias)
