"""The posterior from the model's conditional at the place and the likelihood of what comes later only."""

import math

import torch


def _tables(model, x):
    logp = torch.log_softmax(model(x), dim=1).permute(0, 3, 4, 2, 1)  # raster order, channels innermost
    logp = logp.reshape(len(x), -1, logp.shape[-1])
    target = (x.permute(0, 2, 3, 1).reshape(len(x), -1) * (logp.shape[-1] - 1)).round().long()
    return logp, logp.gather(-1, target[..., None])[..., 0]


def prefix_log_prob(model, x, rows):
    return _tables(model, x)[1][:, : rows * x.shape[3] * x.shape[1]].sum(-1)


def class_posterior(models, x, log_prior, rows=None):
    end = None if rows is None else rows * x.shape[3] * x.shape[1]
    joint = [p + _tables(m, x)[1][:, :end].sum(-1) for m, p in zip(models, log_prior)]
    return torch.stack(joint, -1).log_softmax(-1)


def pixel_posterior(model, x, place):
    c, i, j = place
    channels, height, width = x.shape[1:]
    here = (i * width + j) * channels + c
    cleared = x.clone()
    cleared[:, c, i, j] = 0
    conditional = _tables(model, cleared)[0][:, here]
    v = conditional.shape[1]
    later = []
    for value in torch.arange(v).tolist():
        filled = cleared.clone()
        filled[:, c, i, j] = value / (v - 1)
        later.append(_tables(model, filled)[1][:, here + 1 :].sum(-1))
    return torch.log_softmax(conditional + torch.stack(later, -1), -1)


def nll_table(models, train, test):
    table = {name: {} for name in models}
    for name, line in table.items():
        for key, part in ("train", train), ("test", test):
            line[key] = float(-_tables(models[name], part)[1].detach().sum(-1).mean())
        line["bits_per_dim"] = line["test"] / math.log(2) / test[0].numel()
        line["gap"] = line["test"] - line["train"]
    ranks = torch.tensor([line["test"] for line in table.values()], dtype=torch.float64).argsort().argsort()
    for line, rank in zip(table.values(), ranks.tolist()):
        line["rank"] = rank + 1
    return table
