# expect: gradient_norms_leave_no_trace
# says: torch.enable_grad() inside
# kind: case
"""Autograd, which torch.no_grad() stops."""

import torch


def states_of(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e:
        h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
        states.append(h)
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    first = h.detach().clone().requires_grad_()
    weights = [one.detach() for one in (e, weight_h, weight_e, bias)]
    norms = []
    for state in states_of(first, *weights):
        rows = [torch.autograd.grad(unit, first, retain_graph=True)[0] for unit in state]
        norms.append(torch.stack(rows).norm())
    return torch.stack(norms).detach()
