"""Python loops over rows and columns with floats, no linear algebra but for the eigenvalue (power iteration) and the solution (elimination)."""

import torch


def predict(x, w, b):
    rows = x.double().tolist()
    weights, bias = w.double().tolist(), float(b)
    out = []
    for row in rows:
        total = bias
        for value, weight in zip(row, weights):
            total += value * weight
        out.append(total)
    return torch.tensor(out, dtype=w.dtype)


def _gradient(rows, targets, w, b):
    n, loss, gw, gb = len(rows), 0.0, [0.0] * len(w), 0.0
    for row, target in zip(rows, targets):
        r = sum(a * c for a, c in zip(row, w)) + b - target
        loss += r * r / n
        gb += 2 * r / n
        for d, value in enumerate(row):
            gw[d] += 2 * r * value / n
    return loss, gw, gb


def loss_and_gradient(x, y, w, b):
    loss, gw, gb = _gradient(x.double().tolist(), y.double().tolist(), w.double().tolist(), float(b))
    return tuple(torch.tensor(v, dtype=w.dtype) for v in (loss, gw, gb))


def descend(x, y, w, b, learning_rate, steps):
    rows, targets = x.double().tolist(), y.double().tolist()
    weights, bias = w.double().tolist(), float(b)
    ws, bs, losses = [], [], []
    for t in range(steps + 1):
        loss, gw, gb = _gradient(rows, targets, weights, bias)
        ws.append(weights)
        bs.append(bias)
        losses.append(loss)
        weights = [a - learning_rate * g for a, g in zip(weights, gw)]
        bias = bias - learning_rate * gb
    return tuple(torch.tensor(v, dtype=w.dtype) for v in (ws, bs, losses))


def rate_limit(x):
    one = torch.cat([x.double(), torch.ones(len(x), 1, dtype=torch.float64)], dim=1)
    h = 2 * one.T @ one / len(x)
    # Squaring the (scaled) matrix is the power method with doubling steps.
    m = h / h.trace()
    for _ in range(60):
        m = m @ m
        m = m / m.trace()
    return (2 / (m @ h).trace()).to(x.dtype)


def best_fit(x, y):
    rows = [row + [1.0] for row in x.double().tolist()]
    targets = y.double().tolist()
    # Gram-Schmidt, twice for safety; columns that add nothing get the weight 0.
    k = len(rows[0])
    columns = [[row[j] for row in rows] for j in range(k)]
    dot = lambda u, v: sum(a * c for a, c in zip(u, v))
    order = [k - 1] + list(range(k - 1))
    basis, combos = [], []
    for j in order:
        v, combo = columns[j][:], [0.0] * k
        combo[j] = 1.0
        size = dot(v, v) ** 0.5
        for _ in range(3):
            for q, c in zip(basis, combos):
                s = dot(q, v)
                v = [a - s * e for a, e in zip(v, q)]
                combo = [a - s * e for a, e in zip(combo, c)]
        left = dot(v, v) ** 0.5
        if left > 1e-11 * size:
            basis.append([a / left for a in v])
            combos.append([a / left for a in combo])
    theta, rest = [0.0] * k, targets
    for _ in range(2):
        for q, c in zip(basis, combos):
            s = dot(q, rest)
            rest = [a - s * e for a, e in zip(rest, q)]
            theta = [a + s * e for a, e in zip(theta, c)]
    theta = torch.tensor(theta, dtype=x.dtype)
    return theta[:-1], theta[-1]
