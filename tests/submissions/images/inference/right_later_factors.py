"""Nearest value of the grid; only factors from the place on."""

import math

import torch
import torch.nn.functional as F


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
    rows = range(x.shape[2])[:rows]
    scores = log_prior.repeat(len(x), 1)
    found = [prefix_log_prob(model, x, len(rows)) for model in models]
    scores = scores + torch.stack(found).T
    return scores - torch.logsumexp(scores, dim=1, keepdim=True)


def pixel_posterior(model, x, place):
    """Only its own factor and later ones depend on it, in raster order, channels innermost."""
    C, H, W = x.shape[1:]
    c, i, j = place
    number = torch.arange(C * H * W).view(H, W, C).permute(2, 0, 1)
    from_here = number >= number[c, i, j]
    hole = torch.zeros(C, H, W, dtype=torch.bool)
    hole[c, i, j] = True
    columns, V, v = [], 2, 0
    while v < V:
        y = torch.where(hole, torch.tensor(v / (V - 1), dtype=x.dtype), x)
        logits = model(y)
        V = logits.shape[1]
        nll = F.cross_entropy(logits, (y * (V - 1)).round().long(), reduction="none")
        columns.append(-(nll * from_here).sum((1, 2, 3)))
        v += 1
    return F.log_softmax(torch.stack(columns, -1), dim=-1)


def nll_table(models, train, test):
    table = {name: {} for name in models}
    with torch.no_grad():
        for key, images in {"train": train, "test": test}.items():
            for name, model in models.items():
                parts = [-prefix_log_prob(model, part, part.shape[2]) for part in images.split(4)]
                table[name][key] = torch.cat(parts).double().mean().item()
    ranked = sorted((row["test"], name) for name, row in table.items())
    for rank, (nats, name) in enumerate(ranked, 1):
        bits = nats / math.log(2) / test[0].numel()
        table[name].update(bits_per_dim=bits, gap=nats - table[name]["train"], rank=rank)
    return table
