# expect: gradient_norms_leave_no_trace
# says: leaves a gradient in
# kind: form
"""Calls backward."""

import torch


def states_of(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e:
        h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
        states.append(h)
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.enable_grad():
        first = h.detach().clone().requires_grad_()
        norms = []
        for state in states_of(first, e, weight_h, weight_e, bias):
            rows = []
            for unit in state:
                first.grad = None
                unit.backward(retain_graph=True)
                rows.append(first.grad)
            norms.append(torch.stack(rows).norm())
    return torch.stack(norms).detach()
