"""One-hot rows: each row is an outer product, and so is what picks its beginning."""

import torch


def parameter_counts(num_dims, order, components, num_values=2):
    if order >= num_dims or order < 0:
        raise ValueError("order")
    if components < 1:
        raise ValueError("components")
    pasts = [num_values ** min(i, order) for i in range(num_dims)]
    table = 0
    for i in range(num_dims):  # the chain rule, a dimension at a time
        table += num_values**i * (num_values - 1)
    return {
        "table": table,
        "markov": (num_values - 1) * sum(pasts),
        "mixture": components * num_dims * (num_values - 1) + components - 1,
        "fvsbn": num_dims * (num_dims + 1) * (num_values - 1) // 2,
    }


def fit_table(x):
    cells = x.new_ones(len(x), 1)
    for column in x.T:
        both = torch.stack([1 - column, column], dim=1)
        cells = torch.einsum("na,nb->nab", cells, both).flatten(1)
    return cells.mean(0).view((2,) * x.shape[1])


def chain_log_probs(table, x):
    flat, picked, result = table.reshape(-1), x.new_ones(len(x), 1), []
    before = x.new_ones(len(x))
    for column in x.T:
        both = torch.stack([1 - column, column], dim=1)
        picked = torch.einsum("na,nb->nab", picked, both).flatten(1)
        now = picked @ flat.view(picked.shape[1], -1).sum(1)
        result.append(now.log() - before.log())
        before = now
    return torch.stack(result, dim=-1)


def cross_entropy(p, q):
    return -torch.special.xlogy(p, q).sum()


def kl_divergence(p, q):
    return (torch.special.xlogy(p, p) - torch.special.xlogy(p, q)).sum()
