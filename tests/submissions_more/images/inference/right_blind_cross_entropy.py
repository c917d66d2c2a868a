"""F.cross_entropy everywhere; ranks by counting what is better."""

import numpy as np
import torch
import torch.nn.functional as F


def _nll(model, x):
    logits = model(x)
    top = logits.size(1) - 1
    return F.cross_entropy(logits, (x * top + 0.5).floor().to(torch.int64), reduction="none")


def prefix_log_prob(model, x, rows):
    costs = _nll(model, x)
    return -costs.narrow(2, 0, rows).flatten(1).sum(1)


def class_posterior(models, x, log_prior, rows=None):
    joint = []
    for k, model in enumerate(models):
        costs = _nll(model, x)[:, :, slice(None, rows)]
        joint.append(log_prior[k] - costs.flatten(1).sum(1))
    joint = torch.stack(joint, -1)
    return joint - joint.logsumexp(-1, keepdim=True)


def pixel_posterior(model, x, place):
    c, i, j = place
    hole = torch.ones(x.shape[1:], dtype=torch.bool)
    hole[c, i, j] = False
    empty = torch.where(hole, x, torch.zeros_like(x))
    with torch.no_grad():
        num_values = model(empty).shape[1]
    costs = []
    n = 0
    while n < num_values:
        costs.append(_nll(model, torch.where(hole, x, torch.full_like(x, n / (num_values - 1)))))
        n += 1
    return F.log_softmax(-torch.stack([q.flatten(1).sum(1) for q in costs], 1), 1)


@torch.no_grad()
def nll_table(models, train, test):
    names = list(models)
    nats = np.array([[float(_nll(models[n], s).flatten(1).sum(1).mean()) for s in (train, test)] for n in names])
    dims = int(np.prod(test.shape[1:]))
    return {
        name: {
            "train": float(a),
            "test": float(b),
            "bits_per_dim": float(b / dims / np.log(2.0)),
            "gap": float(b - a),
            "rank": int((nats[:, 1] < b).sum()) + 1,
        }
        for name, (a, b) in zip(names, nats.reshape(-1, 2))
    }
