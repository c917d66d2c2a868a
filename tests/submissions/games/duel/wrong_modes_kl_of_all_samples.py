# expect: mode_report_by_hand
# says: Shares of the hits
# kind: wrong
"""Shares of all samples in the divergence."""

import math

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values <= radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / len(samples)
    kl = torch.xlogy(h, len(centres) * h).sum().item() if len(hits) else math.inf
    return {"modes": int((h > 0).sum()), "good": len(hits) / len(samples), "kl": kl}
