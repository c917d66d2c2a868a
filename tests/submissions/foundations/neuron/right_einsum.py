"""Einstein sums, and singular values for the limit."""

import torch


def predict(x, w, b):
    return torch.einsum("nd,d->n", x, w) + b


def loss_and_gradient(x, y, w, b):
    e = predict(x, w, b) - y
    n = e.numel()
    return torch.einsum("n,n->", e, e) / n, torch.einsum("n,nd->d", e, x) * 2 / n, e.sum() * 2 / n


def descend(x, y, w, b, learning_rate, steps):
    def walk(w, b, left):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        if left == 0:
            return [(w, b, loss)]
        return [(w, b, loss)] + walk(w - learning_rate * grad_w, b - learning_rate * grad_b, left - 1)

    path = walk(w, b, steps)
    return tuple(torch.stack([point[k] for point in path]) for k in range(3))


def rate_limit(x):
    a = torch.column_stack([x, torch.ones(len(x)).to(x)])
    return len(x) / torch.linalg.svdvals(a).max().square()


def best_fit(x, y):
    a = torch.column_stack([x, torch.ones(len(x)).to(x)])
    q, r = torch.linalg.qr(a)
    theta = torch.linalg.solve_triangular(r, (q.T @ y)[:, None], upper=True)[:, 0]
    return theta[:-1], theta[-1]
