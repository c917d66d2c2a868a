# expect: mode_report_by_hand
# says: the distance, not its square
# kind: wrong
"""Squared distances against the radius."""

import math

import torch


def mode_report(samples, centres, radius):
    squares = (samples[:, None] - centres).square().sum(2)
    nearest = squares.min(1)
    hits = nearest.indices[nearest.values <= radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / max(len(hits), 1)
    kl = torch.xlogy(h, len(centres) * h).sum().item() if len(hits) else math.inf
    return {"modes": int((h > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
