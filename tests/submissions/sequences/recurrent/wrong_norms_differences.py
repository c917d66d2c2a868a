# expect: gradient_norms_by_hand
# says: differences of two states lose digits
# kind: numerics
"""Differences in place of derivatives."""

import torch


def states_of(h, e, weight_h, weight_e, bias):
    states = []
    for e_t in e:
        h = torch.sigmoid(weight_h @ h + weight_e @ e_t + bias)
        states.append(h)
    return states


def gradient_norms(h, e, weight_h, weight_e, bias):
    with torch.no_grad():
        step = 1e-5 if h.dtype == torch.float64 else 1e-2
        columns = []
        for unit in torch.eye(len(h), dtype=h.dtype):
            ends = [
                torch.stack(states_of(h + s * unit, e, weight_h, weight_e, bias))
                for s in (step, -step)
            ]
            columns.append((ends[0] - ends[1]) / (2 * step))
        return torch.stack(columns).square().sum((0, 2)).sqrt()
