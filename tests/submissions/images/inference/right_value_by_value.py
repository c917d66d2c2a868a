"""The call for value 0 tells V."""

import math

import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    hot = F.one_hot((x.double() * (V - 1)).round().long(), V).movedim(-1, 1).bool()
    log_p = logits - logits.logsumexp(1, keepdim=True)
    kept = torch.where(hot, log_p, torch.zeros_like(log_p))
    return kept[:, :, :, :rows].flatten(1).sum(1)


def class_posterior(models, x, log_prior, rows=None):
    if rows is None:
        rows = x.shape[2]
    log_p = torch.stack([prefix_log_prob(m, x, rows) for m in models], dim=1)
    return torch.log_softmax(log_p + log_prior, dim=1)


def pixel_posterior(model, x, place):
    at = (slice(None), *place)

    def joint(value):
        y = x.clone()
        y[at] = value
        logits = model(y)
        V = logits.shape[1]
        values = (y * (V - 1)).round().long()
        return -F.cross_entropy(logits, values, reduction="none").flatten(1).sum(1), V

    first, V = joint(0.0)
    rest = [joint(v / (V - 1))[0] for v in range(1, V)]
    scores = torch.stack([first, *rest], dim=1)
    return scores.log_softmax(dim=1)


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
