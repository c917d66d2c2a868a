"""`games/losses` against formulas in Python's floats, autograd, and limits."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from solutions.games.losses import (
    discriminator_loss,
    discriminator_report,
    generator_loss,
    generator_slope,
)
from tests.assignments.density.facts import DTYPES
from tests.assignments.foundations.facts import kept
from tests.assignments.games.facts import KINDS, randn


def belief(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


@DTYPES
@pytest.mark.parametrize(("real_count", "fake_count"), [(3, 5), (4, 1), (2, 2)])
def test_each_class_has_a_mean_of_its_own(
    real_count: int, fake_count: int, dtype: torch.dtype
) -> None:
    real, fake = randn(real_count, seed=1, dtype=dtype), randn(fake_count, seed=2, dtype=dtype)
    with kept(real, fake):
        loss = discriminator_loss(real, fake)
    of_real = mean([-math.log(belief(logit)) for logit in real.tolist()])
    of_fakes = mean([-math.log(1 - belief(logit)) for logit in fake.tolist()])
    assert loss.dtype == dtype and loss.shape == ()
    assert loss.item() == pytest.approx(of_real + of_fakes, rel=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_slope_is_the_derivative_of_each_samples_own_loss(kind: str) -> None:
    logits = randn(6).requires_grad_()
    (of_the_mean,) = torch.autograd.grad(generator_loss(logits, kind), logits)
    slope = generator_slope(logits, kind)
    assert not slope.requires_grad
    torch.testing.assert_close(slope, 6 * of_the_mean)
    torch.testing.assert_close(generator_slope(logits.detach().float(), kind).double(), slope)


@pytest.mark.parametrize("logit", [-80.0, -40.0, 0.0, 40.0, 80.0])
@DTYPES
def test_slopes_are_right_relative_to_themselves(logit: float, dtype: torch.dtype) -> None:
    at, tolerance = torch.tensor([logit], dtype=dtype), 1e-5 if dtype == torch.float32 else 1e-12
    d_minus_one = -math.exp(-logit) / (1 + math.exp(-logit))
    assert generator_slope(at).item() == pytest.approx(d_minus_one, rel=tolerance, abs=0)
    by_d = -1 / (1 + math.exp(-logit))
    assert generator_slope(at, "saturating").item() == pytest.approx(by_d, rel=tolerance, abs=0)


def finite_at(call: Callable[[Tensor], Tensor], want: float, slope: float, at: float) -> None:
    logit = torch.tensor([at], requires_grad=True)
    loss = call(logit)
    (gradient,) = torch.autograd.grad(loss, logit)
    assert loss.item() == pytest.approx(want, abs=1e-6)
    assert gradient.item() == pytest.approx(slope, abs=1e-6)


def test_large_logits_have_finite_losses_and_gradients() -> None:
    sure = torch.tensor([1e4])
    finite_at(lambda x: discriminator_loss(x, -sure), 0, 0, 1e4)
    finite_at(lambda x: discriminator_loss(x, -sure), 1e4, -1, -1e4)
    finite_at(lambda x: discriminator_loss(sure, x), 1e4, 1, 1e4)
    finite_at(generator_loss, 1e4, -1, -1e4)
    finite_at(lambda x: generator_loss(x, "saturating"), -1e4, -1, 1e4)
    finite_at(lambda x: generator_loss(x, "saturating"), 0, 0, -1e4)


@pytest.mark.parametrize("kind", ["Saturating", "", "nonsaturating"])
def test_another_kind_is_refused(kind: str) -> None:
    for function in (generator_loss, generator_slope):
        with pytest.raises(ValueError, match="kind is"):
            function(torch.zeros(2), kind)


def test_a_report_counts_halves_and_measures_against_a_coin() -> None:
    real, fake = torch.tensor([2.0, -1.0, 0.0, 0.0]), torch.tensor([0.0, -3.0])
    report = discriminator_report(real, fake)
    assert (report["real_right"], report["fake_right"]) == (0.5, 0.75)
    loss = discriminator_loss(real.double(), fake.double()).item()
    assert report["gain"] == pytest.approx(math.log(4) - loss, abs=1e-12)
    assert all(type(value) is float for value in report.values())
    assert discriminator_report(torch.zeros(3), torch.zeros(2))["gain"] == pytest.approx(0)
