"""Vector-Jacobian products: PyTorch's own numbers, and none of what its first one imports."""

import subprocess
import sys

import pytest
import torch
from torch import Tensor

from autograder.worker.pullback import pullback

IMPORTED = """
import sys, torch
from autograder.worker.pullback import pullback
x = torch.ones(3, requires_grad=True)
pullback(2 * x, [x], torch.ones(3))
print("sympy" in sys.modules)
"""


def squares(x: Tensor, y: Tensor) -> Tensor:
    return x.square() @ y


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_they_are_those_of_pytorch(dtype: torch.dtype) -> None:
    x = torch.randn(4, 3, dtype=dtype, requires_grad=True)
    y, aside = (torch.randn(3, 2, dtype=dtype, requires_grad=True) for _ in range(2))
    row = torch.randn(4, 2, dtype=dtype)
    given = pullback(squares(x, y), [x, y, aside], row)
    wanted = torch.autograd.grad(squares(x, y), [x, y, aside], row, allow_unused=True)
    assert given[2] is wanted[2] is None
    for one, other in zip(given[:2], wanted[:2], strict=True):
        assert one is not None and torch.equal(one, other)


def test_rows_where_the_value_is_infinite_are_not_lost() -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    value = 3 * x + torch.tensor([0.0, torch.inf])
    (given,) = pullback(value, [x], torch.tensor([1.0, 0.0]))
    assert given is not None and given.tolist() == [3.0, 0.0]


def test_a_graph_is_asked_again_where_it_is_retained() -> None:
    x = torch.randn(3, requires_grad=True)
    value = x.exp()
    for row in torch.eye(3):
        (given,) = pullback(value, [x], row, retain_graph=True)
        assert given is not None and torch.equal(given, row * value)


def test_a_row_of_another_shape_is_refused_in_pytorchs_words() -> None:
    x = torch.randn(3, requires_grad=True)
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        pullback(2 * x, [x], torch.ones(1))


def test_nothing_is_imported_for_them() -> None:
    run = [sys.executable, "-c", IMPORTED]
    assert subprocess.run(run, check=True, capture_output=True, text=True).stdout == "False\n"
