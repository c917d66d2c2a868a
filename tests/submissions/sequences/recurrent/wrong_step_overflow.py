# expect: rnn_step_large
# says: not finite
# kind: numerics
"""exp(z) / (1 + exp(z)) is ∞ / ∞ for large z."""

import torch


def rnn_step(h, e, weight_h, weight_e, bias):
    z = h @ weight_h.T + e @ weight_e.T + bias
    return torch.exp(z) / (1 + torch.exp(z))
