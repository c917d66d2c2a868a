# expect: rnn_step_values
# says: digits of float32
# kind: numerics
"""Single precision inside."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    z = h @ weight_h.T + e @ weight_e.T + bias
    return torch.sigmoid(z.float()).to(h.dtype)
