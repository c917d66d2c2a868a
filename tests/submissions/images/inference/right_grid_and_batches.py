"""Nearest values, all in one batch."""

import math

import torch


def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    grid = torch.arange(V, dtype=x.dtype) / (V - 1)
    values = (x.unsqueeze(-1) - grid).abs().argmin(-1)
    law = torch.distributions.Categorical(logits=logits.movedim(1, -1))
    total = logits.new_zeros(len(x))
    for row in range(rows):
        total = total + law.log_prob(values)[:, :, row].sum((1, 2))
    return total


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


@torch.no_grad()
def nll_table(models, train, test):
    table = {}
    for name, model in models.items():
        row = {}
        for key, images in (("train", train), ("test", test)):
            row[key] = -prefix_log_prob(model, images, images.shape[2]).mean().item()
        row["bits_per_dim"] = row["test"] / test[0].numel() / math.log(2)
        row["gap"] = row["test"] - row["train"]
        table[name] = row
    order = sorted(table, key=lambda name: table[name]["test"])
    for name in table:
        table[name]["rank"] = order.index(name) + 1
    return table
