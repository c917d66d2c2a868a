"""Recursion over rows and models, images scored in small groups, columns shuffled and put back."""

import math

import torch


def _score(model, x):
    parts = []
    for group in torch.split(x, 2):
        logits = model(group)
        v = logits.shape[1]
        target = torch.floor(group * (v - 1) + 0.5).long().unsqueeze(1)
        chosen = logits.gather(1, target) - torch.logsumexp(logits, 1, keepdim=True)
        parts.append(chosen[:, 0])
    return torch.cat(parts)


def prefix_log_prob(model, x, rows):
    scores = _score(model, x)

    def upto(r):
        return scores.new_zeros(len(x)) if r == 0 else upto(r - 1) + scores[:, :, r - 1].sum((1, 2))

    return upto(rows)


def class_posterior(models, x, log_prior, rows=None):
    rows = x.shape[-2] if rows is None else int(rows)

    def go(k):
        if k == len(models):
            return ()
        return (_score(models[k], x)[:, :, :rows].sum((1, 2, 3)) + log_prior[k],) + go(k + 1)

    return torch.stack(go(0), dim=-1).log_softmax(dim=-1)


def pixel_posterior(model, x, place):
    c, i, j = place
    patch = torch.zeros_like(x)
    patch[:, c, i, j] = 1
    rest = torch.where(patch == 1, torch.zeros_like(x), x)
    v = model(rest).shape[1]
    values = torch.linspace(0, 1, v, dtype=torch.float64).to(x.dtype)
    everything = torch.cat([rest + value * patch for value in values])
    logits = model(everything)
    target = torch.round(everything * (v - 1)).long().unsqueeze(1)
    chosen = torch.log_softmax(logits, 1).gather(1, target).flatten(1).sum(1)
    return chosen.view(v, -1).t().log_softmax(1)


def nll_table(models, train, test):
    with torch.no_grad():
        pairs = [(n, [-_score(m, p).sum((1, 2, 3)).mean().item() for p in (train, test)]) for n, m in models.items()]
    ranking = {n: r for r, (n, _) in enumerate(sorted(pairs, key=lambda pair: pair[1][1]), 1)}
    dims = test[0].numel()
    out = {}
    for n, (a, b) in pairs:
        out[n] = {"rank": ranking[n], "gap": b - a, "bits_per_dim": b / (dims * math.log(2)), "test": b, "train": a}
    return out
