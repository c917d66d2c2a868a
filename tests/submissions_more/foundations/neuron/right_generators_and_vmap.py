"""vmap over rows, a generator of iterates, namedtuples as tuples."""

from collections import namedtuple

import torch
from torch.func import grad_and_value, vmap

Gradient = namedtuple("Gradient", "loss w b")
Path = namedtuple("Path", "ws bs losses")


def predict(x, w, b):
    return vmap(lambda row: torch.dot(row, w) + b)(x)


def loss_and_gradient(x, y, w, b):
    one = grad_and_value(lambda w, b, row, target: (torch.dot(row, w) + b - target) ** 2, argnums=(0, 1))
    (gw, gb), losses = vmap(one, in_dims=(None, None, 0, 0))(w, b, x, y)
    return Gradient(losses.mean(), gw.mean(0), gb.mean())


def _iterates(x, y, w, b, rate):
    while True:
        g = loss_and_gradient(x, y, w, b)
        yield w, b, g.loss
        w, b = torch.sub(w, g.w, alpha=rate), torch.sub(b, g.b, alpha=rate)


def descend(x, y, w, b, learning_rate, steps):
    rows = [row for row, _ in zip(_iterates(x, y, w, b, float(learning_rate)), range(steps + 1))]
    return Path(*(torch.stack(column) for column in zip(*rows)))


def rate_limit(x):
    a = torch.cat((x, x.new_ones(x.size(0), 1)), 1)
    # Smaller of the two Gram matrices; their non-zero eigenvalues agree.
    gram = a @ a.mT if a.size(0) < a.size(1) else a.mT @ a
    return a.size(0) / torch.linalg.eigvalsh(gram).amax()


def best_fit(x, y):
    a = torch.cat((x, x.new_ones(x.size(0), 1)), 1).double()
    q, r = torch.linalg.qr(a)
    diagonal = r.diagonal().abs()
    if diagonal.min() > 1e-10 * diagonal.max():
        theta = torch.linalg.solve_triangular(r, (q.mT @ y.double())[:, None], upper=True)[:, 0]
    else:
        theta = torch.linalg.pinv(a) @ y.double()
    theta = theta.to(x.dtype)
    return theta[:-1], theta[-1]
