# expect: mode_report_by_hand
# says: 0·log 0 is 0 here
# kind: case
"""NaN where a centre is not hit."""

import math

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values <= radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / max(len(hits), 1)
    kl = (h * (len(centres) * h).log()).sum().item() if len(hits) else math.inf
    return {"modes": int((h > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
