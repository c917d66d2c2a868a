# expect: gradient_norms_by_hand
# says: These are logarithms
# kind: unit
"""Logarithms, as one would draw them."""

import torch


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.no_grad():
        jacobian, norms = torch.eye(len(h), dtype=h.dtype), []
        for e_t in e:
            h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
            jacobian = (h * (1 - h))[:, None] * (weight_h @ jacobian)
            norms.append(jacobian.norm().log())
        return torch.stack(norms)
