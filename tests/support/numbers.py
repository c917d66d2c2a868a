"""Whether numbers that are held are those that a formula gives."""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.slips import Slips, evaluated


def same(held: Tensor, want: Tensor) -> None:
    """Fail unless two tensors agree in what float32 holds."""
    torch.testing.assert_close(held.double(), want.double(), rtol=1e-6, atol=1e-6, equal_nan=True)


def same_table(held: Slips, got: Tensor, want: Tensor, slips: Mapping[str, Tensor]) -> None:
    """Fail unless the same sentences name the same numbers, in the same order."""
    found = evaluated(held, got, want, (), {})
    assert list(found) == list(slips)
    for text, right in slips.items():
        same(found[text], right)
