"""Counts with collections.Counter; all else by loops over rows."""

import torch


from collections import Counter
from itertools import product


def parameter_counts(num_dims, order, components, num_values=2):
    if order < 0 or order >= num_dims or components < 1:
        raise ValueError("order or components do not fit")
    V, D, K = num_values, num_dims, components
    markov = 0
    for i in range(D):
        pasts = 1
        for _ in range(i if i < order else order):
            pasts *= V
        markov += pasts * (V - 1)
    return dict(
        table=V**D - 1,
        markov=markov,
        mixture=(K - 1) + sum((V - 1) for _ in range(K * D)),
        fvsbn=sum((V - 1) * (1 + i) for i in range(D)),
    )


def fit_table(x):
    rows = Counter(tuple(int(bit) for bit in row) for row in x)
    out = torch.zeros([2] * x.size(1), dtype=x.dtype)
    for key in product((0, 1), repeat=x.size(1)):
        out[key] = rows[key] / len(x)
    return out


def chain_log_probs(table, x):
    answer = []
    for row in x:
        rest, logs = table, []
        for bit in row:
            total = rest.sum()
            rest = rest[int(bit)]
            logs.append((rest.sum() / total).log())
        answer.append(torch.stack(logs))
    return torch.stack(answer)


def cross_entropy(p, q):
    total = p.new_zeros(())
    for a, b in zip(p.flatten(), q.flatten()):
        if a > 0:
            total = total - a * b.log()
    return total


def kl_divergence(p, q):
    total = p.new_zeros(())
    for a, b in zip(p.flatten(), q.flatten()):
        if a > 0:
            total = total + a * (a.log() - b.log())
    return total
