"""The gradient of `discrete_bound` by the parameters of a density in the student's process."""

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.given import network, pulled_to
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .slips import dequantized

HIDDEN = True

SHAPE, VALUES, DRAWS = (3, 1, 2), 4, 3
RTOL = 1e-3
OTHER = said("Right numbers, but the gradient by the density's parameters is wrong.")


def require_pulled(student: Student, ctx: Context) -> None:
    """Raise Failed unless ⟨bound, rows⟩ has the right gradient by the weights of a density.

    Its logarithm is linear in y, so each weight's gradient is minus the mean of its y.
    """
    x, rows = ctx.randint(VALUES, 2, *SHAPE), ctx.randn(2, dtype=torch.float64)
    noise = ctx.rand(DRAWS, *x.shape, dtype=torch.float64)
    density = network(student, (), linear=ctx.randn(1, x[0].numel(), dtype=torch.float64))
    y: Tensor = dequantized(x, noise, VALUES).mean(0).flatten(1)
    want = -(rows @ y).unsqueeze(0)
    got = pulled_to(student, density, "linear", ("discrete_bound", density, x, noise, VALUES), rows)
    if gap(got, want) > RTOL * (1 + float(want.abs().max())):
        raise Failed(OTHER)
