"""Conditions by cutting the table in half for each row; recursion for the counts."""

import torch
import torch.nn.functional as F


def parameter_counts(num_dims, order, components, num_values=2):
    if not 0 <= order < num_dims:
        raise ValueError("order")
    if components < 1:
        raise ValueError("components")

    def markov(i):
        return 0 if i == num_dims else num_values ** min(i, order) * (num_values - 1) + markov(i + 1)

    if num_dims > 500:  # not too deep
        rows = [num_values ** min(i, order) for i in range(num_dims)]
        cut = sum(rows) * (num_values - 1)
    else:
        cut = markov(0)
    return {
        "table": num_values**num_dims - 1,
        "markov": cut,
        "mixture": components * (num_dims * (num_values - 1) + 1) - 1,
        "fvsbn": (num_values - 1) * num_dims * (num_dims + 1) // 2,
    }


def fit_table(x):
    rows, counts = torch.unique(x, dim=0, return_counts=True)
    table = torch.zeros((2,) * x.shape[1], dtype=x.dtype)
    table[tuple(rows.long().T)] = counts.to(x.dtype) / len(x)
    return table


def chain_log_probs(table, x):
    rest = table.reshape(1, -1).expand(len(x), -1)
    factors = []
    for bit in x.long().T:
        zero, one = rest.chunk(2, dim=1)
        chosen = torch.where(bit[:, None] == 1, one, zero)
        factors.append((chosen.sum(1) / rest.sum(1)).log())
        rest = chosen
    return torch.stack(factors).T


def cross_entropy(p, q):
    if ((p > 0) & (q > 0)).all():
        return F.cross_entropy(q.reshape(1, -1).log(), p.reshape(1, -1))
    return -torch.xlogy(p, q).sum()


def kl_divergence(p, q):
    return torch.xlogy(p, p).sum() + cross_entropy(p, q)
