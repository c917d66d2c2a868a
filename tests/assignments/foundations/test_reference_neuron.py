"""`foundations/neuron` against differences, a path walked with autograd, and paths that diverge."""

import pytest
import torch
from torch import Tensor

from solutions.foundations.neuron import best_fit, descend, loss_and_gradient, predict, rate_limit
from tests.assignments.density.facts import DTYPES, differences
from tests.assignments.foundations.facts import kept, randn

SIZES = pytest.mark.parametrize(("n", "d"), [(1, 1), (5, 1), (3, 4), (6, 3), (1, 3)])


def data(n: int, d: int, dtype: torch.dtype = torch.float64) -> tuple[Tensor, ...]:
    """Return x, away from zero, y, w and b."""
    x, y, w, b = randn(n, d) + 2, randn(n, seed=1), randn(d, seed=2), randn(seed=3)
    return x.to(dtype), y.to(dtype), w.to(dtype), b.to(dtype)


def loss_at(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Add up the squares one by one."""
    total = torch.zeros((), dtype=x.dtype)
    for row, wanted in zip(x, y, strict=True):
        total = total + (sum(a * c for a, c in zip(row, w, strict=True)) + b - wanted) ** 2
    return total / len(x)


@DTYPES
@SIZES
def test_loss_and_gradient_are_those_of_differences(n: int, d: int, dtype: torch.dtype) -> None:
    x, y, w, b = data(n, d)
    cast = data(n, d, dtype)
    with kept(*cast):
        found = loss_and_gradient(*cast)
        prediction = predict(cast[0], cast[2], cast[3])
    assert {part.dtype for part in (*found, prediction)} == {dtype}
    want = (
        loss_at(x, y, w, b),
        differences(lambda moved: loss_at(x, y, moved, b), w),
        differences(lambda moved: loss_at(x, y, w, moved), b),
    )
    for part, right in zip(found, want, strict=True):
        torch.testing.assert_close(part.double(), right, rtol=1e-5, atol=1e-5)
    for row, answer in zip(cast[0], prediction, strict=True):
        torch.testing.assert_close((row * cast[2]).sum() + cast[3], answer)


@SIZES
@pytest.mark.parametrize("steps", [0, 1, 12])
def test_a_path_is_what_autograd_walks(n: int, d: int, steps: int) -> None:
    x, y, w, b = data(n, d)
    rate = 1.2 * rate_limit(x).item()
    with kept(x, y, w, b):
        ws, bs, losses = descend(x, y, w, b, learning_rate=rate, steps=steps)
    assert (ws.shape, bs.shape, losses.shape) == ((steps + 1, d), (steps + 1,), (steps + 1,))
    assert torch.equal(ws[0], w) and torch.equal(bs[0], b)
    own, bias = w.clone().requires_grad_(), b.clone().requires_grad_()
    optimiser = torch.optim.SGD([own, bias], lr=rate)
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = loss_at(x, y, own, bias)
        for walked, right in ((ws, own), (bs, bias), (losses, loss)):
            torch.testing.assert_close(walked[step], right.detach(), rtol=1e-9, atol=1e-9)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()


@DTYPES
def test_a_path_has_the_dtype_of_its_data(dtype: torch.dtype) -> None:
    x, y, w, b = data(6, 3, dtype)
    assert {part.dtype for part in descend(x, y, w, b, 0.01, 3)} == {dtype}
    assert {part.dtype for part in (*best_fit(x, y), rate_limit(x))} == {dtype}


@SIZES
def test_above_the_limit_it_diverges_and_below_it_does_not(n: int, d: int) -> None:
    x, y, w, b = data(n, d)
    limit = rate_limit(x).item()
    below, above = (descend(x, y, w, b, share * limit, 3_000)[2] for share in (0.99, 1.01))
    assert below[-1] < below[0]
    assert above[-1] > 1e6 * above[0]


@DTYPES
def test_the_limit_is_that_of_a_hessian_by_autograd(dtype: torch.dtype) -> None:
    x, y, w, b = data(6, 3)

    def loss(both: Tensor) -> Tensor:
        return loss_at(x, y, both[:-1], both[-1])

    at = torch.cat([w, b[None]])
    hessian = torch.autograd.functional.hessian(loss, at)  # type: ignore[no-untyped-call]
    want = 2 / torch.linalg.eigvalsh(hessian).max()
    torch.testing.assert_close(rate_limit(x.to(dtype)).double(), want, rtol=1e-5, atol=0)
    assert rate_limit(torch.zeros(4, 2)).item() == pytest.approx(1)  # the bias alone


@DTYPES
@pytest.mark.parametrize(("n", "d"), [(2, 1), (5, 4), (40, 3)])
def test_no_step_improves_on_the_best_fit(n: int, d: int, dtype: torch.dtype) -> None:
    x, y, _, _ = data(n, d, dtype)
    with kept(x, y):
        w, b = best_fit(x, y)
    assert (w.shape, b.shape) == ((d,), ())
    x, y, w, b = (part.double() for part in (x, y, w, b))
    loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
    assert grad_w.abs().max() < 1e-4 and grad_b.abs() < 1e-4
    if n == d + 1:  # as many numbers as rows: an exact fit
        assert loss < 1e-8
