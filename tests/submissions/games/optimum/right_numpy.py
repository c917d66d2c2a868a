"""numpy where no gradient is asked for."""

import numpy as np
import torch
import torch.nn.functional as F


def optimal_discriminator(p, q):
    a, b = p.numpy(), q.numpy()
    out = np.full_like(a, 0.5)
    np.divide(a, a + b, out=out, where=(a + b) > 0)
    return torch.from_numpy(out)


def game_value(p, q, logits):
    total = torch.zeros((), dtype=logits.dtype)
    for x in range(len(p)):
        if p[x] != 0:
            total = total - p[x] * F.softplus(-logits[x])
        if q[x] != 0:
            total = total - q[x] * F.softplus(logits[x])
    return total


def jensen_shannon(p, q):
    a, b = p.double().numpy(), q.double().numpy()
    m = (a + b) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(a > 0, a * np.log(a / m), 0) + np.where(b > 0, b * np.log(b / m), 0)
    return torch.tensor(terms.sum() / 2, dtype=p.dtype)


def generator_gradient(theta, logits, kind="non_saturating"):
    t, l = theta.detach().double().numpy(), logits.detach().double().numpy()
    q = np.exp(t - t.max())
    q /= q.sum()
    if kind == "non_saturating":
        loss = np.logaddexp(0, -l)
    elif kind == "saturating":
        loss = -np.logaddexp(0, l)
    else:
        raise ValueError(kind)
    return torch.from_numpy(q * (loss - (q * loss).sum())).to(theta.dtype)
