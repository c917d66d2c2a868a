"""Sums of the table as logsumexp of its logarithm; columns written into a tensor of its own."""

import torch


def parameter_counts(num_dims, order, components, num_values=2):
    D, k, K, V = num_dims, order, components, num_values
    if k < 0 or k > D - 1 or K < 1:
        raise ValueError("need 0 <= order < num_dims and components >= 1")
    return {
        "table": V**D - 1,
        "markov": V**k - 1 + (D - k) * V**k * (V - 1),
        "mixture": K - 1 + K * D * (V - 1),
        "fvsbn": (V - 1) * D * (D + 1) // 2,
    }


def fit_table(x):
    index = torch.zeros(len(x), dtype=torch.int64)
    for column in x.long().unbind(1):
        index = 2 * index + column
    counts = torch.zeros(2 ** x.shape[1], dtype=torch.int64)
    counts.scatter_add_(0, index, torch.ones_like(index))
    return (counts.to(x.dtype) / counts.sum()).reshape([2] * x.shape[1])


def chain_log_probs(table, x):
    B, D = x.shape
    logs = table.log()
    out = x.new_empty(B, D)
    code = torch.zeros(B, dtype=torch.long)
    before = torch.zeros(B, dtype=table.dtype)
    for i in range(D):
        code = code * 2 + x[:, i].long()
        now = torch.logsumexp(logs.reshape(2 ** (i + 1), -1), dim=1)[code]
        out[:, i] = now - before
        before = now
    return out


def cross_entropy(p, q):
    safe = torch.where(p > 0, q, torch.ones_like(q))
    return -(p * torch.log(safe)).sum()


def kl_divergence(p, q):
    support = p > 0
    ratio = torch.where(support, q, 1.0) / torch.where(support, p, 1.0)
    return -(p * ratio.log()).sum()
