# expect: gradient_norms_by_hand
# says: units were added up first
# kind: wrong
"""The gradient of the sum of the units."""

import torch


def states_of(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e:
        h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
        states.append(h)
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.enable_grad():
        first = h.detach().requires_grad_()
        states = states_of(first, e, weight_h, weight_e, bias)
        norms = [torch.autograd.grad(s.sum(), first, retain_graph=True)[0].norm() for s in states]
    return torch.stack(norms).detach()
