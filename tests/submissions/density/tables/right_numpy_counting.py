"""Counts with NumPy, where no gradient is asked for; all else with masks."""

import numpy as np
import torch


def parameter_counts(num_dims, order, components, num_values=2):
    if order not in range(num_dims) or components < 1:
        raise ValueError("no such model")
    V, D, K = int(num_values), int(num_dims), int(components)
    start = sum(V**i for i in range(order))
    return dict(
        table=V**D - 1,
        markov=(start + (D - order) * V**order) * (V - 1),
        mixture=K * (1 + D * (V - 1)) - 1,
        fvsbn=(V - 1) * (D * (D + 1) // 2),
    )


def fit_table(x):
    table = np.zeros((2,) * x.shape[1])
    np.add.at(table, tuple(x.numpy().astype(int).T), 1.0)
    return torch.from_numpy(table / len(x)).to(x.dtype)


def chain_log_probs(table, x):
    D = table.dim()
    index = x.long()
    result = []
    for i in range(D):
        joint = table.sum(dim=tuple(range(i + 1, D))) if i + 1 < D else table
        conditional = joint / joint.sum(dim=-1, keepdim=True)
        result.append(conditional[tuple(index[:, : i + 1].T)].log())
    return torch.stack(result, 1)


def cross_entropy(p, q):
    some = p > 0
    return -(p[some] * q[some].log()).sum()


def kl_divergence(p, q):
    some = p > 0
    return (p[some] * (p[some].log() - q[some].log())).sum()
