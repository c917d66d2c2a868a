# expect: mode_report_values
# says: its nearest centre
# kind: wrong
"""A sample hits every centre that is near enough."""

import math

import torch


def mode_report(samples, centres, radius):
    hit = (samples[:, None] - centres).norm(dim=2) <= radius
    counts = hit.sum(0).double()
    h = counts / counts.sum().clamp(min=1)
    kl = torch.xlogy(h, len(centres) * h).sum().item() if hit.any() else math.inf
    return {"modes": int((h > 0).sum()), "good": hit.any(1).double().mean().item(), "kl": kl}
