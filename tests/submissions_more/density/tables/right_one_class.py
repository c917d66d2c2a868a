"""A class does the work; the functions call it. A cache of counts, keyed by arguments."""

import torch
import torch.nn.functional as F
from torch import Tensor


from dataclasses import dataclass
from functools import cached_property, lru_cache


@lru_cache(maxsize=None)
def _geometric(base, terms):
    return 0 if terms <= 0 else 1 + base * _geometric(base, terms - 1) if terms < 300 else (base**terms - 1) // (base - 1)


def parameter_counts(num_dims, order, components, num_values=2):
    if not (0 <= order <= num_dims - 1):
        raise ValueError("order")
    if not components:
        raise ValueError("components")
    if components < 0:
        raise ValueError("components")
    v1 = num_values - 1
    markov = v1 * _geometric(num_values, order) + (num_dims - order) * v1 * num_values**order
    return {"table": num_values**num_dims - 1, "markov": markov,
            "mixture": components - 1 + components * num_dims * v1,
            "fvsbn": v1 * sum(range(1, num_dims + 1))}


@dataclass
class _Table:
    p: Tensor

    @cached_property
    def first(self):
        return self.p.reshape(2, -1).sum(1)

    def factors(self, x):
        if x.shape[1] == 0:
            return x
        bit = x[:, 0].long()
        mine = (self.first[bit] / self.first.sum()).log()
        if x.shape[1] == 1:
            return mine[:, None]
        zero, one = _Table(self.p[0]).factors(x[:, 1:]), _Table(self.p[1]).factors(x[:, 1:])
        return torch.cat([mine[:, None], torch.where(bit[:, None] == 1, one, zero)], dim=1)


def fit_table(x):
    table = torch.zeros((2,) * x.shape[1], dtype=x.dtype)
    ones = torch.full((len(x),), 1 / len(x), dtype=x.dtype)
    return table.index_put_(tuple(x.long().T), ones, accumulate=True)


def chain_log_probs(table, x):
    return _Table(table).factors(x)


def cross_entropy(p, q):
    return F.relu(-torch.xlogy(p, torch.where(p == 0, 1.0, q)), inplace=False).sum()


def kl_divergence(p, q):
    return torch.xlogy(p, torch.where(p == 0, 1.0, p / q)).sum()
