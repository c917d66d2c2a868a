"""Plain Python sums, fractions and itertools."""

import torch
import torch.nn.functional as F
from torch import nn


from fractions import Fraction
from itertools import product


def parameter_counts(num_dims, order, components, num_values=2):
    if order not in range(num_dims) or components <= 0:
        raise ValueError("no such model")
    free = num_values - 1
    markov = Fraction(0)
    for i in range(num_dims):
        markov += free * Fraction(num_values) ** min(order, i)
    pairs = num_dims * (num_dims + 1) // 2
    return dict(
        fvsbn=free * pairs,
        mixture=components * (1 + num_dims * free) - 1,
        table=pow(num_values, num_dims) - 1,
        markov=int(markov),
    )


def fit_table(x):
    shares = []
    for row in product((0, 1), repeat=x.shape[1]):
        like = torch.tensor(row, dtype=x.dtype, device=x.device)
        shares.append((x == like).all(1).to(x.dtype).mean())
    return torch.stack(shares).view([2] * x.shape[1])
