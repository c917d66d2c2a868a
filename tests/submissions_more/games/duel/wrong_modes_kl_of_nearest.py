# expect: mode_report_by_hand
# says: Shares of the hits
# kind: wrong
"""Every sample counts for its nearest centre, near enough or not."""

import math

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values <= radius]
    counts = torch.bincount(hits, minlength=len(centres))
    h = torch.bincount(nearest.indices, minlength=len(centres)).double() / len(samples)
    kl = torch.xlogy(h, len(centres) * h).sum().item() if len(hits) else math.inf
    return {"modes": int((counts > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
