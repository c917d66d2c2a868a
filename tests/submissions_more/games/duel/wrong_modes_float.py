# expect: mode_report_by_hand
# says: a Python int
# kind: form
"""The number of modes as a float."""

import math

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values <= radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / max(len(hits), 1)
    kl = torch.xlogy(h, len(centres) * h).sum().item() if len(hits) else math.inf
    return {"modes": float((h > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
