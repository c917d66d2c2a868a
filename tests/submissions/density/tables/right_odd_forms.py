"""Strided views, permuted tables, an ordered dictionary; x_1 is summed out last."""

import collections

import torch


def _odd(result):
    """The same numbers as every other column of a wider tensor: strides as nobody expects."""
    return torch.stack([result, torch.zeros_like(result)], dim=-1)[..., 0]


def parameter_counts(num_dims, order, components, num_values=2):
    if order < 0 or order >= num_dims or components < 1:
        raise ValueError("order or components")
    counts = collections.OrderedDict(fvsbn=0, markov=0, mixture=-1, table=0)
    for i in range(num_dims):
        counts["fvsbn"] += (num_values - 1) * (i + 1)
        counts["markov"] += (num_values - 1) * num_values ** min(order, i)
        counts["table"] = (counts["table"] + 1) * num_values - 1
    counts["mixture"] += components * (1 + num_dims * (num_values - 1))
    return counts


def fit_table(x):
    D = x.shape[1]
    reversed_cells = (x.long() * 2 ** torch.arange(D)).sum(1)
    shares = torch.bincount(reversed_cells, minlength=2**D).to(x.dtype) / len(x)
    return shares.view((2,) * D).permute(*reversed(range(D)))


def chain_log_probs(table, x):
    D = x.shape[1]
    sums = [table]
    for _ in range(D - 1):
        sums.append(sums[-1].sum(-1))
    logs, before = [], 0.0
    for i, joint in enumerate(reversed(sums)):
        log = joint[tuple(x[:, j].long() for j in range(i + 1))].log()
        logs.append(log - before)
        before = log
    return torch.stack(logs).T


def cross_entropy(p, q):
    return _odd(-torch.xlogy(p.flatten(), q.flatten()).sum())


def kl_divergence(p, q):
    kept = p.flatten() > 0
    a, b = p.flatten()[kept], q.flatten()[kept]
    return torch.dot(a, a.log() - b.log())
