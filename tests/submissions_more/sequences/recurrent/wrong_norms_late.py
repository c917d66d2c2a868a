# expect: gradient_norms_by_hand
# says: one step late
# kind: wrong
"""From ∂h_0/∂h_0 on."""

import torch


def states_of(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e:
        h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
        states.append(h)
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.no_grad():
        jacobian, norms = torch.eye(len(h), dtype=h.dtype), []
        for state in states_of(h, e, weight_h, weight_e, bias):
            norms.append(jacobian.norm())
            jacobian = (state * (1 - state))[:, None] * (weight_h @ jacobian)
        return torch.stack(norms)
