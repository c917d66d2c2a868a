"""As the definitions stand."""

import math

import torch


def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    values = torch.round(x * (V - 1)).long()
    log_p = torch.log_softmax(logits, dim=1).gather(1, values.unsqueeze(1)).squeeze(1)
    return log_p[:, :, :rows].sum(dim=(1, 2, 3))


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p + log_prior, dim=1)


def pixel_posterior(model, x, place):
    c, i, j = place
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        y = x.clone()
        y[:, c, i, j] = v / (V - 1)
        scores.append(prefix_log_prob(model, y, x.shape[2]))
    return torch.log_softmax(torch.stack(scores, dim=1), dim=1)


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
