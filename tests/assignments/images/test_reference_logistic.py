"""`images/logistic`: 40 digits, sums over all values, and the law of what is drawn."""

import itertools
import math
from typing import Any

import mpmath  # type: ignore[import-untyped]
import pytest
import torch
from torch import Tensor

from solutions.images.logistic import (
    channel_means,
    logistic_log_prob,
    mixture_nll,
    sample_mixture,
)
from tests.assignments.images.facts import (
    DTYPES,
    places,
    randint,
    randn,
    require_kept,
    require_shares,
    seeded,
)


def by_forty_digits(value: int, mean: float, log_scale: float, num_values: int) -> tuple[Any, ...]:
    """The log-probability and its derivatives by the mean and the log-scale."""

    def log_prob(m: Any, s: Any) -> Any:
        def sigmoid(z: Any) -> Any:
            return 1 / (1 + mpmath.exp(-z))

        last = num_values - 1
        a = ((value - mpmath.mpf(1) / 2) / last - m) * mpmath.exp(-s)
        b = ((value + mpmath.mpf(1) / 2) / last - m) * mpmath.exp(-s)
        if value == 0:
            return mpmath.log(sigmoid(b))
        if value == last:
            return mpmath.log(sigmoid(-a))
        # Of two numbers near 1 the difference loses what 40 digits have; near 0 it does not.
        return mpmath.log(sigmoid(-a) - sigmoid(-b) if a > 0 else sigmoid(b) - sigmoid(a))

    with mpmath.workdps(40):
        m, s, step = mpmath.mpf(mean), mpmath.mpf(log_scale), mpmath.mpf(10) ** -12
        by_mean = (log_prob(m + step, s) - log_prob(m - step, s)) / (2 * step)
        by_scale = (log_prob(m, s + step) - log_prob(m, s - step)) / (2 * step)
        return float(log_prob(m, s)), float(by_mean), float(by_scale)


RANGE = [
    (value, mean, scale, num_values)
    for num_values in (2, 3, 17, 256)
    for value in sorted({0, 1, num_values // 2, num_values - 2, num_values - 1})
    for mean in (-10.0, -0.3, 0.25, 0.5, 1.0, 10.0)
    for scale in (-7.0, -3.5, 0.0, 4.0)
]


@DTYPES
def test_the_whole_range_agrees_with_forty_digits(dtype: torch.dtype) -> None:
    value, mean, scale, num_values = map(torch.tensor, zip(*RANGE, strict=True))
    mean, scale = (one.to(dtype).requires_grad_() for one in (mean, scale))
    found = torch.stack(
        [
            logistic_log_prob(v, m, s, int(n))
            for v, m, s, n in zip(value, mean, scale, num_values, strict=True)
        ]
    )
    slopes = torch.autograd.grad(found.sum(), (mean, scale))
    given = zip(value.tolist(), mean.tolist(), scale.tolist(), num_values.tolist(), strict=True)
    truth = torch.tensor([by_forty_digits(*one) for one in given], dtype=torch.float64)
    tight = 1e-6 if dtype == torch.float32 else 1e-9
    for column, one in enumerate((found, *slopes)):
        gap = (one.double() - truth[:, column]).abs() / (1 + truth[:, column].abs())
        assert one.dtype == dtype and gap.max() < tight


@DTYPES
@pytest.mark.parametrize("num_values", [2, 3, 17, 256])
def test_all_values_together_are_certain(num_values: int, dtype: torch.dtype) -> None:
    mean, scale = randn(40, 1, dtype=dtype), 2 * randn(40, 1, seed=1, dtype=dtype) - 2
    mass = logistic_log_prob(torch.arange(num_values), mean, scale, num_values).exp().sum(1)
    torch.testing.assert_close(mass, torch.ones_like(mass))


def test_two_values_are_a_coin() -> None:
    mean, scale = randn(30), randn(30, seed=1)
    logit = (mean - 0.5) / scale.exp()
    one, zero = torch.ones(30).long(), torch.zeros(30).long()
    torch.testing.assert_close(logistic_log_prob(one, mean, scale, 2), logit.sigmoid().log())
    torch.testing.assert_close(logistic_log_prob(zero, mean, scale, 2), (-logit).sigmoid().log())


def test_shapes_broadcast_and_arguments_are_kept() -> None:
    x, mean, scale = randint(256, 2, 1, 3), randn(4, 1), randn(1, 1, 1)
    assert logistic_log_prob(x, mean, scale).shape == (2, 4, 3)
    require_kept(logistic_log_prob, x, mean, scale)


@DTYPES
def test_means_follow_the_true_channels(dtype: torch.dtype) -> None:
    shape = (2, 3, 3, 2, 4)
    means, coeffs = randn(*shape, dtype=dtype), randn(*shape, seed=1, dtype=dtype)
    x = randint(11, 2, 3, 2, 4)
    found = channel_means(means, coeffs, x, 11)
    assert found.dtype == dtype
    for b, k, i, j in places(2, 3, 2, 4):
        m, (alpha, beta, gamma) = means[b, k, :, i, j], coeffs[b, k, :, i, j]
        r, g, _ = x[b, :, i, j].to(dtype) / 10
        truth = torch.stack([m[0], m[1] + alpha * r, m[2] + beta * r + gamma * g])
        torch.testing.assert_close(found[b, k, :, i, j], truth)
    require_kept(lambda m, c, x: channel_means(m, c, x, 11), means, coeffs, x)


@DTYPES
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("num_values", [2, 6, 256])
@pytest.mark.parametrize("scale", [1.0, 3000.0])
def test_a_mixture_picks_one_component_for_the_whole_pixel(
    channels: int, num_values: int, scale: float, dtype: torch.dtype
) -> None:
    logits = scale * randn(2, 3, 2, 3, dtype=dtype)
    means = 0.5 + 0.5 * randn(2, 3, channels, 2, 3, seed=1, dtype=dtype)
    scales = randn(2, 3, channels, 2, 3, seed=2, dtype=dtype) - 2
    x = randint(num_values, 2, channels, 2, 3)
    truth = torch.zeros(2, dtype=torch.float64)
    for b, i, j in places(2, 2, 3):
        terms = logits[b, :, i, j].double().log_softmax(0)
        for k, c in places(3, channels):
            m, s = means[b, k, c, i, j].double(), scales[b, k, c, i, j].double()
            terms[k] += logistic_log_prob(x[b, c, i, j], m, s, num_values)
        truth[b] -= terms.logsumexp(0)
    found = mixture_nll(logits, means, scales, x, num_values)
    assert found.dtype == dtype
    # 2 eps |logit| per pixel is what rounding costs.
    slack = 1e-5 + 2 * torch.finfo(dtype).eps * logits.abs().max().item() * 6
    torch.testing.assert_close(found.double(), truth, rtol=1e-5, atol=slack)
    require_kept(mixture_nll, logits, means, scales, x % 256)


def test_gradients_are_those_of_finite_differences() -> None:
    logits, means = randn(2, 2, 1, 2), randn(2, 2, 3, 1, 2, seed=1)
    scales, x = randn(2, 2, 3, 1, 2, seed=2), randint(5, 2, 3, 1, 2)
    given = tuple(one.requires_grad_() for one in (logits, means, scales))
    assert torch.autograd.gradcheck(lambda a, b, c: mixture_nll(a, b, c, x, 5), given)
    coeffs = randn(2, 2, 3, 1, 2, seed=3).requires_grad_()
    assert torch.autograd.gradcheck(lambda m, c: channel_means(m, c, x, 5), (means, coeffs))


def pixel_law(
    logits: Tensor, means: Tensor, scales: Tensor, coeffs: Tensor | None, num_values: int
) -> dict[tuple[int, ...], float]:
    """All values of the channels of one pixel; logits (K,), the others (K, C)."""
    channels, law = means.shape[1], {}
    weights = logits.double().softmax(0)
    for colours in itertools.product(range(num_values), repeat=channels):
        x = torch.tensor(colours)
        shifted = means.clone()
        if coeffs is not None:
            r, g = x[0] / (num_values - 1), x[1] / (num_values - 1)
            shifted[:, 1] += coeffs[:, 0] * r
            shifted[:, 2] += coeffs[:, 1] * r + coeffs[:, 2] * g
        terms = logistic_log_prob(x, shifted, scales, num_values).double().sum(1).exp()
        law[colours] = float((weights * terms).sum())
    return law


@DTYPES
@pytest.mark.parametrize(
    ("components", "channels", "num_values", "follows"),
    [(1, 1, 2, False), (3, 1, 11, False), (2, 3, 3, True), (3, 3, 2, False), (1, 3, 3, True)],
)
def test_draws_follow_the_law(
    components: int, channels: int, num_values: int, follows: bool, dtype: torch.dtype
) -> None:
    logits = randn(components, dtype=dtype)
    means = 0.5 + 0.5 * randn(components, channels, seed=1, dtype=dtype)
    scales = 0.5 * randn(components, channels, seed=2, dtype=dtype) - 1.5
    coeffs = 1.5 * randn(components, 3, seed=3, dtype=dtype) if follows else None
    law = pixel_law(logits, means, scales, coeffs, num_values)
    assert math.isclose(sum(law.values()), 1, rel_tol=1e-5)

    def draw(count: int) -> Tensor:
        def spread(one: Tensor) -> Tensor:
            return one[None, ..., None, None].expand(100, *one.shape, 20, count // 2000)

        followed = None if coeffs is None else spread(coeffs)
        given = (spread(logits), spread(means), spread(scales), followed)
        x = sample_mixture(*given, num_values, seeded(4))
        assert x.shape == (100, channels, 20, count // 2000) and x.dtype == torch.int64
        return x.movedim(1, 3).reshape(-1, channels)

    require_shares(draw, law)


def test_both_ends_are_reached_and_nothing_is_beyond_them() -> None:
    scales = torch.full((1, 1, 3, 2, 2), -3.0)
    for mean, value in ((9.0, 255), (-9.0, 0)):
        drawn = sample_mixture(torch.zeros(1, 1, 2, 2), torch.full_like(scales, mean), scales)
        assert torch.equal(drawn, torch.full((1, 3, 2, 2), value))


def test_pixels_and_images_are_drawn_one_by_one() -> None:
    scales = torch.full((40, 2, 1, 1, 2), -7.0)
    means = torch.tensor([0.0, 1.0]).view(1, 2, 1, 1, 1).expand_as(scales)
    x = sample_mixture(torch.zeros(40, 2, 1, 2), means, scales, None, 2, seeded())
    assert len({tuple(row) for row in x.flatten(1).tolist()}) == 4


def test_the_generator_alone_decides() -> None:
    given = (randn(2, 3, 2, 2), randn(2, 3, 3, 2, 2), randn(2, 3, 3, 2, 2), randn(2, 3, 3, 2, 2))
    generator = seeded(3)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = sample_mixture(*given, generator=generator)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert torch.equal(sample_mixture(*given, generator=seeded(3)), first)
    assert not torch.equal(sample_mixture(*given, generator=generator), first)
    torch.manual_seed(7)
    by_global = sample_mixture(*given)
    assert not torch.equal(sample_mixture(*given), by_global)
    torch.manual_seed(7)
    assert torch.equal(sample_mixture(*given), by_global)
    require_kept(sample_mixture, *given)
