"""Logits at which slopes are tiny, and how accurate they must be relative to themselves."""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.text.i18n import said

from .truth import NON_SATURATING, SATURATING

HIDDEN = True  # never released

# The contract's 1e-5 and 1e-9, and what the slope of F.softplus, which is 1 beyond 20, is off by;
# in float32 exp(-80) of a rounded 80 is off by 4e-6, and half as much again by its own rounding.
ACCURACY = {torch.float32: 2e-5, torch.float64: 3e-9}
LARGEST = 80.0
DIGITS_LOST = {
    NON_SATURATING: said(
        "Near 0 the slopes are right, but D − 1 is exactly 0 where D rounds to 1, and has few "
        "digits before: write it as −sigmoid(−l)."
    ),
    SATURATING: said(
        "Near 0 the slopes are right, but at large logits they have not the digits that were "
        "asked for: −D is −sigmoid(l), and 1 minus something near 1 has none left."
    ),
}


def drawn_slope_logits(ctx: Context, dtype: torch.dtype) -> Iterator[Tensor]:
    """Draw logits from one end to the other, and one alone at either end."""
    steps = torch.linspace(-LARGEST, LARGEST, 33, dtype=torch.float64)
    yield (steps + ctx.rand(33, dtype=torch.float64) - 0.5).clamp(-LARGEST, LARGEST).to(dtype)
    for end in (-LARGEST, LARGEST):
        yield torch.tensor([end * (1 - 0.1 * float(ctx.rand(1)))], dtype=dtype)
