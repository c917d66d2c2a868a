"""log_softmax and gather, a loop over the values."""

import math

import torch


def _log_probs(model, x):
    logits = model(x)
    target = torch.round(x * (logits.shape[1] - 1)).long()
    return torch.log_softmax(logits, dim=1).gather(1, target.unsqueeze(1)).squeeze(1)


def prefix_log_prob(model, x, rows):
    return _log_probs(model, x)[:, :, :rows].sum(dim=(1, 2, 3))


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    scores = [_log_probs(model, x)[:, :, :rows].sum(dim=(1, 2, 3)) for model in models]
    return torch.log_softmax(torch.stack(scores, dim=1) + log_prior, dim=1)


def pixel_posterior(model, x, place):
    c, i, j = place
    changed = x.detach().clone()
    changed[:, c, i, j] = 0.0
    num_values = model(changed).shape[1]
    scores = []
    for v in range(num_values):
        candidate = changed.clone()
        candidate[:, c, i, j] = v / (num_values - 1)
        scores.append(_log_probs(model, candidate).sum(dim=(1, 2, 3)))
    return torch.log_softmax(torch.stack(scores, dim=1), dim=1)


def nll_table(models, train, test):
    table = {}
    with torch.no_grad():
        for name, model in models.items():
            a = -_log_probs(model, train).sum(dim=(1, 2, 3)).mean().item()
            b = -_log_probs(model, test).sum(dim=(1, 2, 3)).mean().item()
            bits = b / (test[0].numel() * math.log(2))
            table[name] = {"train": a, "test": b, "bits_per_dim": bits, "gap": b - a}
    names = sorted(table, key=lambda name: table[name]["test"])
    for rank, name in enumerate(names):
        table[name]["rank"] = rank + 1
    return table
