"""Everything by loops over rows and cells, with plain Python numbers where it may be."""

import torch


def parameter_counts(num_dims, order, components, num_values=2):
    if order < 0 or order >= num_dims:
        raise ValueError("order must be between 0 and num_dims - 1")
    if components <= 0:
        raise ValueError("at least one component")
    markov = fvsbn = 0
    table = 1
    for i in range(num_dims):
        rows = 1
        for _ in range(min(i, order)):
            rows *= num_values
        markov += rows * (num_values - 1)
        fvsbn += (i + 1) * (num_values - 1)
        table *= num_values
    mixture = (components - 1) + components * num_dims * (num_values - 1)
    return {"fvsbn": fvsbn, "mixture": mixture, "markov": markov, "table": table - 1}


def fit_table(x):
    counts = {}
    for row in x.tolist():
        key = tuple(int(v) for v in row)
        counts[key] = counts.get(key, 0) + 1
    table = torch.zeros([2] * x.shape[1], dtype=x.dtype)
    for key, count in counts.items():
        table[key] = count / len(x)
    return table


def chain_log_probs(table, x):
    rows = []
    for row in x.tolist():
        rest, factors = table, []
        for bit in row:
            chosen = rest[int(bit)]
            factors.append(torch.log(chosen.sum() / rest.sum()))
            rest = chosen
        rows.append(torch.stack(factors))
    return torch.stack(rows)


def cross_entropy(p, q):
    total = torch.zeros((), dtype=p.dtype)
    for a, b in zip(p.flatten(), q.flatten()):
        if a > 0:
            total = total - a * torch.log(b)
    return total


def kl_divergence(p, q):
    total = torch.zeros((), dtype=p.dtype)
    for a, b in zip(p.flatten(), q.flatten()):
        if a > 0:
            total = total + a * torch.log(a) - a * torch.log(b)
    return total
