# expect: gradient_norms_by_hand
# says: largest singular value
# kind: wrong
"""The spectral norm."""

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
            jacobian = (state * (1 - state))[:, None] * (weight_h @ jacobian)
            norms.append(torch.linalg.matrix_norm(jacobian, 2))
        return torch.stack(norms)
