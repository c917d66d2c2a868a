# expect: gradient_norms_leave_no_trace
# says: do not require grad
# kind: form
"""The norms hold on to the graph."""

import torch


def states_of(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e:
        h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
        states.append(h)
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.enable_grad():
        jacobian, norms = torch.eye(len(h), dtype=h.dtype), []
        for state in states_of(h, e, weight_h, weight_e, bias):
            jacobian = (state * (1 - state))[:, None] * (weight_h @ jacobian)
            norms.append(jacobian.norm())
        return torch.stack(norms)
