"""Adds up with index_put_; factors are differences of logarithms."""

import torch


def parameter_counts(num_dims, order, components, num_values=2):
    if not (0 <= order <= num_dims - 1):
        raise ValueError(f"order {order}")
    if not components >= 1:
        raise ValueError(f"components {components}")
    one = num_values - 1
    counts = {"table": pow(num_values, num_dims) - 1}
    counts["markov"] = one * sum(pow(num_values, i if i < order else order) for i in range(num_dims))
    counts["mixture"] = components - 1 + components * num_dims * one
    counts["fvsbn"] = one * sum(range(1, num_dims + 1))
    return counts


def fit_table(x):
    n, d = x.shape
    table = x.new_zeros((2,) * d)
    table.index_put_(tuple(x.long().T), x.new_ones(n), accumulate=True)
    return table.div_(n)


def chain_log_probs(table, x):
    index = tuple(x.long().T)
    joints = [table]
    while joints[0].dim() > 1:
        joints.insert(0, joints[0].sum(-1))
    logs = torch.stack([joint[index[: i + 1]].log() for i, joint in enumerate(joints)], dim=1)
    return torch.diff(logs, dim=1, prepend=torch.zeros_like(logs[:, :1]))


def cross_entropy(p, q):
    return torch.where(p > 0, -p * q.log(), torch.zeros_like(p)).sum()


def kl_divergence(p, q):
    entropy = torch.special.entr(p).sum()
    return cross_entropy(p, q) - entropy
