"""log p of the chosen value as an autograd.Function, with its gradient by hand."""

import math

import torch


class _Chosen(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, target):
        shifted = logits - logits.max(1, keepdim=True).values
        logp = shifted - shifted.exp().sum(1, keepdim=True).log()
        ctx.save_for_backward(logp, target)
        return torch.take_along_dim(logp, target[:, None], 1)[:, 0]

    @staticmethod
    def backward(ctx, grad):
        logp, target = ctx.saved_tensors
        hot = torch.zeros_like(logp).scatter_(1, target[:, None], 1)
        return (hot - logp.exp()) * grad[:, None], None


def _rows(model, x):
    logits = model(x)
    target = torch.round(x.detach() * (logits.shape[1] - 1)).long()
    return _Chosen.apply(logits, target).sum((1, 3))


def prefix_log_prob(model, x, rows):
    return _rows(model, x)[:, :rows].sum(1)


def class_posterior(models, x, log_prior, rows=None):
    count = x.shape[2] if rows is None else rows
    joint = torch.cat([_rows(model, x)[:, :count].sum(1, keepdim=True) for model in models], 1)
    joint = joint + log_prior
    return joint - torch.logsumexp(joint, 1, keepdim=True)


def pixel_posterior(model, x, place):
    c, i, j = place
    base = x.clone()
    base[:, c, i, j] = 0
    first = _rows(model, base.clone())
    # V is how finely the model answers
    num_values = model(base).shape[1]

    def candidates():
        yield first
        for v in range(1, num_values):
            base[:, c, i, j] = v / (num_values - 1)
            yield _rows(model, base.clone())

    joint = torch.stack([rows.sum(1) for rows in candidates()], 1)
    return joint - joint.logsumexp(1, True)


def nll_table(models, train, test):
    keys = ("train", "test")
    with torch.no_grad():
        nats = {
            name: {k: -_rows(model, part).sum(1).mean().item() for k, part in zip(keys, (train, test))}
            for name, model in models.items()
        }
    order = sorted(nats, key=lambda name: nats[name]["test"])
    scale = 1 / (math.log(2) * test.shape[1] * test.shape[2] * test.shape[3])
    return {
        name: {**n, "bits_per_dim": n["test"] * scale, "gap": n["test"] - n["train"], "rank": order.index(name) + 1}
        for name, n in nats.items()
    }
