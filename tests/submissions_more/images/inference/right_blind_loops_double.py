"""Pixel by pixel in float64, cast at the end."""

from math import log

import torch


def _scores(model, x):
    logits = model(x)
    dtype = logits.dtype
    logits = logits.double()
    v = logits.shape[1]
    result = []
    for b in range(x.shape[0]):
        row = []
        for i in range(x.shape[2]):
            total = torch.zeros((), dtype=torch.float64)
            for j in range(x.shape[3]):
                for c in range(x.shape[1]):
                    value = int(round(float(x[b, c, i, j]) * (v - 1)))
                    z = logits[b, :, c, i, j]
                    total = total + z[value] - torch.logsumexp(z, 0)
            row.append(total)
        result.append(torch.stack(row))
    return torch.stack(result), dtype


def prefix_log_prob(model, x, rows):
    by_row, dtype = _scores(model, x)
    return by_row[:, :rows].sum(1).to(dtype)


def class_posterior(models, x, log_prior, rows=None):
    columns = []
    for model, prior in zip(models, log_prior.double()):
        by_row, dtype = _scores(model, x)
        columns.append(prior + (by_row.sum(1) if rows is None else by_row[:, :rows].sum(1)))
    table = torch.stack(columns, 1)
    norm = table[:, 0]
    for column in columns[1:]:
        norm = torch.logaddexp(norm, column)
    return (table - norm[:, None]).to(dtype)


def pixel_posterior(model, x, place):
    c, i, j = place
    known = x.clone()
    known[:, c, i, j] = torch.zeros(len(x), dtype=x.dtype)
    v = model(known).shape[1]
    columns = []
    for value in range(v):
        known = known.clone()
        known[:, c, i, j] = value / (v - 1)
        by_row, dtype = _scores(model, known)
        columns.append(by_row[:, i:].sum(1))  # the rows above are the same for all
    table = torch.stack(columns, 1)
    return (table - table.logsumexp(1, keepdim=True)).to(dtype)


def nll_table(models, train, test):
    answer = {}
    for name in models:
        means = []
        for part in (train, test):
            with torch.no_grad():
                means.append(-_scores(models[name], part)[0].sum(1).mean().item())
        size = test.shape[1] * test.shape[2] * test.shape[3]
        answer[name] = {
            "train": means[0],
            "test": means[1],
            "bits_per_dim": means[1] / size / log(2),
            "gap": means[1] - means[0],
        }
    for name in answer:
        better = [other for other in answer if answer[other]["test"] < answer[name]["test"]]
        answer[name]["rank"] = 1 + len(better)
    return answer
