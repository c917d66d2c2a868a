# expect: mode_report_none
# says: infinite
# kind: case
"""Zero in place of infinity where nothing hits."""

import torch


def mode_report(samples, centres, radius):
    nearest = (samples[:, None] - centres).norm(dim=2).min(1)
    hits = nearest.indices[nearest.values <= radius]
    h = torch.bincount(hits, minlength=len(centres)).double() / max(len(hits), 1)
    return {"modes": int((h > 0).sum()), "good": len(hits) / len(samples), "kl": torch.xlogy(h, len(centres) * h).sum().item()}
