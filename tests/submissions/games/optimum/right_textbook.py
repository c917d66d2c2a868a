"""Masks first, formulas then."""

import torch
import torch.nn.functional as F


def optimal_discriminator(p, q):
    d = torch.full_like(p, 0.5)
    seen = (p + q) > 0
    d[seen] = p[seen] / (p + q)[seen]
    return d


def game_value(p, q, logits):
    real, fake = p > 0, q > 0
    return (p[real] * F.logsigmoid(logits[real])).sum() + (q[fake] * F.logsigmoid(-logits[fake])).sum()


def jensen_shannon(p, q):
    m = 0.5 * (p + q)

    def kl(a):
        seen = a > 0
        return (a[seen] * (a[seen].log() - m[seen].log())).sum()

    return 0.5 * kl(p) + 0.5 * kl(q)


def generator_gradient(theta, logits, kind="non_saturating"):
    q = theta.detach().softmax(0)
    if kind == "saturating":
        loss = -F.softplus(logits.detach())
    elif kind == "non_saturating":
        loss = F.softplus(-logits.detach())
    else:
        raise ValueError(kind)
    return q * (loss - q @ loss)
