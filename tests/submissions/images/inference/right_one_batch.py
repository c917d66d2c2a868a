"""All values of the pixel in one batch; logaddexp; a comprehension."""

import math

import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    logits = model(x)
    values = (x * (logits.shape[1] - 1) + 0.5).floor().long()
    nll = F.cross_entropy(logits, values, reduction="none")
    seen = (torch.arange(x.shape[2]) < rows).to(nll.dtype)
    return -(nll * seen[:, None]).flatten(1).sum(1)


def class_posterior(models, x, log_prior, rows=None):
    rows = x.size(2) if rows is None else rows
    joint = [prefix_log_prob(model, x, rows) + prior for model, prior in zip(models, log_prior)]
    evidence = joint[0]
    for one in joint[1:]:
        evidence = torch.logaddexp(evidence, one)
    return torch.stack([one - evidence for one in joint], dim=1)


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
