"""`games/optimum`: the best discriminator is the best, and what follows from it."""

import math

import pytest
import torch
from torch import Tensor

from solutions.games.optimum import (
    game_value,
    generator_gradient,
    jensen_shannon,
    optimal_discriminator,
)
from tests.assignments.density.facts import DTYPES, differences
from tests.assignments.foundations.facts import kept
from tests.assignments.games.facts import KINDS, randn

P = torch.tensor([0.5, 0.5, 0.0, 0.0])
Q = torch.tensor([0.0, 0.25, 0.75, 0.0])
INF = math.inf


def laws(seed: int, size: int = 6) -> tuple[Tensor, Tensor]:
    p, q = randn(2, size, seed=seed).softmax(1)
    return p, q


@pytest.mark.parametrize("seed", range(3))
def test_no_discriminator_wins_more_than_the_optimal_one(seed: int) -> None:
    p, q = laws(seed)
    best = torch.logit(optimal_discriminator(p, q))
    top = game_value(p, q, best)
    for other in range(20):
        move = 0.3 * randn(6, seed=100 + other)
        assert game_value(p, q, best + move) < top


@pytest.mark.parametrize("seed", range(3))
def test_the_best_value_is_twice_the_divergence_less_log_four(seed: int) -> None:
    p, q = laws(seed)
    best = game_value(p, q, torch.logit(optimal_discriminator(p, q)))
    torch.testing.assert_close(best, 2 * jensen_shannon(p, q) - math.log(4))
    torch.testing.assert_close(jensen_shannon(p, q), jensen_shannon(q, p))


@DTYPES
def test_where_no_law_has_mass(dtype: torch.dtype) -> None:
    p, q = P.to(dtype), Q.to(dtype)
    with kept(p, q):
        best = optimal_discriminator(p, q)
    torch.testing.assert_close(best, torch.tensor([1, 2 / 3, 0, 0.5], dtype=dtype))
    value = game_value(p, q, torch.tensor([INF, math.log(2), -INF, INF], dtype=dtype))
    assert value.dtype == dtype
    assert value.item() == pytest.approx(0.5 * math.log(2 / 3) + 0.25 * math.log(1 / 3), rel=1e-6)


@pytest.mark.parametrize(
    ("logits", "infinite"),
    [
        ((-INF, 0, 0, 0), True),  # the data's own value is called a fake
        ((0, 0, INF, 0), True),
        ((INF, 0, -INF, -INF), False),
        ((1e4, 0, -1e4, 0), False),
        ((-1e4, 0, 0, 0), False),  # costly, and finite
    ],
)
def test_the_value_is_infinite_where_mass_meets_log_zero(
    logits: tuple[float, ...], infinite: bool
) -> None:
    value = game_value(P, Q, torch.tensor(logits)).item()
    assert value == -INF if infinite else math.isfinite(value)


def test_the_gradient_of_the_value_is_right_where_there_is_no_mass() -> None:
    logits = torch.tensor([1e4, 0.3, -1e4, 2.0], dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(game_value(P.double(), Q.double(), logits), logits)
    d = 1 / (1 + math.exp(-0.3))
    want = torch.tensor([0, 0.5 * (1 - d) - 0.25 * d, 0, 0], dtype=torch.float64)
    torch.testing.assert_close(gradient, want)


def test_the_divergence_lies_between_zero_and_log_two() -> None:
    for dtype in (torch.float32, torch.float64):
        one, other = torch.tensor([1, 0, 0], dtype=dtype), torch.tensor([0, 0.5, 0.5], dtype=dtype)
        assert jensen_shannon(one, one).item() == 0
        assert jensen_shannon(one, other).item() == pytest.approx(math.log(2), rel=1e-6)
    p, _ = laws(0)
    assert 0 <= jensen_shannon(p, p * 1).item() < 1e-15


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_is_that_of_the_expected_loss(kind: str) -> None:
    theta, logits = randn(5, seed=1), 2 * randn(5, seed=2)

    def expected(at: Tensor) -> Tensor:
        d = logits.sigmoid()
        loss = (1 - d).log() if kind == "saturating" else -d.log()
        return (at.softmax(0) * loss).sum()

    gradient = generator_gradient(theta.clone().requires_grad_(), logits, kind)
    assert not gradient.requires_grad
    torch.testing.assert_close(gradient, differences(expected, theta), rtol=1e-6, atol=1e-8)
    assert gradient.sum().item() == pytest.approx(0, abs=1e-12)
    assert generator_gradient(theta.float(), logits.float(), kind).dtype == torch.float32


def test_what_the_handout_says_of_the_non_saturating_aim() -> None:
    """With D optimal and held fixed, the gradient is that of KL(q || p) - 2 JS."""
    p, _ = laws(3)
    theta = randn(6, seed=9)

    def aim(at: Tensor) -> Tensor:
        q = at.softmax(0)
        return (q * (q / p).log()).sum() - 2 * jensen_shannon(p, q)

    best = torch.logit(optimal_discriminator(p, theta.softmax(0)))
    torch.testing.assert_close(
        generator_gradient(theta, best), differences(aim, theta), rtol=1e-5, atol=1e-8
    )


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind is"):
        generator_gradient(torch.zeros(2), torch.zeros(2), "both")
