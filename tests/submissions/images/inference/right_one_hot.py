"""One-hot values; evidence by logsumexp."""

import math

import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    hot = F.one_hot((x.double() * (V - 1)).round().long(), V).movedim(-1, 1).bool()
    log_p = logits - logits.logsumexp(1, keepdim=True)
    kept = torch.where(hot, log_p, torch.zeros_like(log_p))
    return kept[:, :, :, :rows].flatten(1).sum(1)


def class_posterior(models, x, log_prior, rows=None):
    rows = range(x.shape[2])[:rows]
    scores = log_prior.repeat(len(x), 1)
    found = [prefix_log_prob(model, x, len(rows)) for model in models]
    scores = scores + torch.stack(found).T
    return scores - torch.logsumexp(scores, dim=1, keepdim=True)


def pixel_posterior(model, x, place):
    """All values in one batch: one call for V, one for the rest."""
    c, i, j = place
    V, B = model(x[:1]).shape[1], len(x)
    tried = x.repeat(V, 1, 1, 1)
    tried[:, c, i, j] = (torch.arange(V, dtype=x.dtype) / (V - 1)).repeat_interleave(B)
    joint = prefix_log_prob(model, tried, x.shape[2]).view(V, B).T
    return joint - joint.logsumexp(1, keepdim=True)


def nll_table(models, train, test):
    def cost(model, images):
        with torch.no_grad():
            return float(-prefix_log_prob(model, images, images.shape[2]).double().mean())

    costs = {name: (cost(model, train), cost(model, test)) for name, model in models.items()}
    D = math.prod(test.shape[1:])
    return {
        name: {
            "train": a,
            "test": b,
            "bits_per_dim": b / (D * math.log(2)),
            "gap": b - a,
            "rank": 1 + sum(other < b for _, other in costs.values()),
        }
        for name, (a, b) in costs.items()
    }
