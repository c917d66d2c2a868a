"""Data for a neuron, away from zero, and what it should answer."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context

HIDDEN = True  # never released

# Rows and inputs: one of each, fewer rows than inputs, one more, many.
SIZES = ((1, 1), (5, 1), (3, 4), (6, 3), (1, 3), (4, 2))
TWICE = (*SIZES, *SIZES[1:3])  # for what remembers its answer by the size
FIT_SIZES = ((2, 1), (5, 4), (7, 2), (40, 3), (7, 2))
CONDITION = 15.0  # of what is fitted, at most
AWAY = 2.0  # else the limit without b looks right


@dataclass(frozen=True)
class Data:
    """Inputs x (N, D), targets y (N,), a weight w (D,) and a bias b ()."""

    x: Tensor
    y: Tensor
    w: Tensor
    b: Tensor

    @property
    def limit(self) -> float:
        """The learning rate above which gradient descent diverges."""
        inputs = torch.cat([self.x, torch.ones_like(self.x[:, :1])], dim=1).double()
        return len(inputs) / float(torch.linalg.matrix_norm(inputs, 2)) ** 2


def drawn_data(ctx: Context, rows: int, inputs: int, dtype: torch.dtype) -> Data:
    """Draw data of this size."""
    x = ctx.randn(rows, inputs, dtype=dtype) + AWAY
    y, w, b = (ctx.randn(n, dtype=dtype) for n in (rows, inputs, 1))
    return Data(x, y, w, b[0])


def drawn_fit(ctx: Context, rows: int, inputs: int, dtype: torch.dtype) -> Data:
    """Draw data of this size whose minimum float32 can find, by the normal equations too.

    Those square the condition number of [x, 1]: 15² rounds to 2e-5 of the answer, at worst. Of
    (5, 4) one draw in 200 is that good.
    """
    while True:
        data = drawn_data(ctx, rows, inputs, dtype)
        columns = torch.cat([data.x, torch.ones_like(data.x[:, :1])], dim=1).double()
        if float(torch.linalg.cond(columns)) <= CONDITION:
            return data


def nearly_round(ctx: Context, dtype: torch.dtype) -> Data:
    """Return data whose loss is nearly as steep in every direction: a few steps do not tell which.

    Two columns without a mean that know nothing of each other, one of them a little longer.
    """
    signs = torch.tensor([[1, 1], [1, -1], [-1, 1], [-1, -1]], dtype=dtype)
    x = signs * torch.tensor([1.03 + 0.03 * float(ctx.rand(1)), 0.98], dtype=dtype)
    y, w, b = (ctx.randn(n, dtype=dtype) for n in (4, 2, 1))
    return Data(x, y, w, b[0])
