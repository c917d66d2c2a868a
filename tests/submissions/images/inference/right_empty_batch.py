"""where, stable, empty, numpy"""

import collections
import math

import numpy as np
import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    """What is below is whited out: it must not matter."""
    seen = (torch.arange(x.shape[2]) < rows).view(-1, 1)
    logits = model(torch.where(seen, x, torch.ones_like(x)))
    V = logits.shape[1]
    values = (x * (V - 1)).round().long()
    nats = torch.nn.functional.nll_loss(logits.log_softmax(1), values, reduction="none")
    return -torch.where(seen, nats, torch.zeros_like(nats)).flatten(1).sum(1)


def class_posterior(models, x, log_prior, rows=None):
    stop = x.size(2) if rows is None else rows
    joint = torch.vstack([prefix_log_prob(one, x, stop) for one in models]).mT + log_prior
    top = joint.max(1, keepdim=True).values
    return joint - top - (joint - top).exp().sum(1, keepdim=True).log()


def pixel_posterior(model, x, place):
    """An empty batch tells V."""
    V = model(x[:0]).size(1)
    rest = x.numpy(force=True).copy() if False else x.detach().clone()
    out = torch.empty(len(x), V, dtype=x.dtype)
    columns = []
    for v in range(V):
        rest[:, place[0], place[1], place[2]] = v / (V - 1)
        columns.append(prefix_log_prob(model, rest.clone(), rest.shape[2]))
    return torch.stack(columns, dim=1).log_softmax(dim=1)


def nll_table(models, train, test):
    names = list(models)
    nats = np.array([[-prefix_log_prob(models[n], s, s.shape[2]).detach().double().mean().item() for s in (train, test)] for n in names])
    order = nats[:, 1].argsort().argsort() + 1
    bits = nats[:, 1] / (np.log(2) * np.prod(test.shape[1:]))
    return {n: {"train": float(nats[k, 0]), "test": float(nats[k, 1]), "bits_per_dim": float(bits[k]),
                "gap": float(nats[k, 1] - nats[k, 0]), "rank": int(order[k])} for k, n in enumerate(names)}
