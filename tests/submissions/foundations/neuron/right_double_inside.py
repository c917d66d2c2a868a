"""Everything in double precision inside; the limit by powers; one Newton step."""

import torch


def predict(x, w, b):
    return (x.double() @ w.double() + b.double()).to(x.dtype)


def loss_and_gradient(x, y, w, b):
    x64, e = x.double(), (x.double() @ w.double() + b.double() - y.double())
    parts = e.square().mean(), 2 * (e[:, None] * x64).mean(0), 2 * e.mean()
    return tuple(part.to(x.dtype) for part in parts)


def descend(x, y, w, b, learning_rate, steps):
    x64, y64, w, b = x.double(), y.double(), w.double(), b.double()
    rows = []
    for step in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x64, y64, w, b)
        rows.append(torch.cat([w, b[None], loss[None]]))
        w, b = w.sub(grad_w, alpha=learning_rate), b.sub(grad_b, alpha=learning_rate)
    rows = torch.stack(rows).to(x.dtype)
    return rows[:, :-2], rows[:, -2], rows[:, -1]


def _hessian(x):
    a = torch.nn.functional.pad(x.double(), (0, 1), value=1.0)
    return 2 * a.T @ a / len(a)


def rate_limit(x):
    h = _hessian(x)
    for _ in range(60):
        h = h @ h
        h = h / h.norm()
    vector = h @ torch.ones(len(h), dtype=h.dtype)
    if vector.norm() < 1e-6:
        vector = h[:, h.norm(dim=0).argmax()]
    vector = vector / vector.norm()
    return (2 / (vector @ _hessian(x) @ vector)).to(x.dtype)


def best_fit(x, y):
    zero = torch.zeros(x.shape[1], dtype=torch.float64)
    _, grad_w, grad_b = loss_and_gradient(x.double(), y.double(), zero, zero.sum())
    theta = -torch.linalg.solve(_hessian(x), torch.cat([grad_w, grad_b[None]]))
    return theta[:-1].to(x.dtype), theta[-1].to(x.dtype)
