# expect: mode_report_edge
# says: at most the radius
# kind: case
"""A distance of exactly the radius does not hit."""

import math

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values < radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / max(len(hits), 1)
    kl = torch.xlogy(h, len(centres) * h).sum().item() if len(hits) else math.inf
    return {"modes": int((h > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
