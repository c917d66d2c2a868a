# expect: mode_report_by_hand
# says: Even shares have a kl of 0
# kind: wrong
"""The entropy of the shares."""

import math

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values <= radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / max(len(hits), 1)
    kl = -torch.xlogy(h, h).sum().item() if len(hits) else math.inf
    return {"modes": int((h > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
