# expect: rnn_step_values
# says: float64
# kind: form
"""Single precision, whatever comes."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    z = h.float() @ weight_h.float().T + e.float() @ weight_e.float().T + bias.float()
    return torch.sigmoid(z)
