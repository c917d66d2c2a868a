"""Hidden numbers of `losses` and `optimum`: never degenerate, and right answers in float32 pass."""

import pytest
import torch
import torch.nn.functional as F

from assignments.games.checks.for_losses import cases as logits
from assignments.games.checks.for_losses.slopes import ACCURACY, drawn_slope_logits
from assignments.games.checks.for_losses.truth import OTHER, slope_of
from assignments.games.checks.for_optimum import cases as laws
from assignments.games.checks.for_optimum.truth import (
    best_of,
    divergence_of,
    gradient_of,
    losses_of,
    value_of,
)
from autograder.checking.check import Context
from tests.conftest import ROOT

BOTH = (torch.float32, torch.float64)


@pytest.fixture(params=range(10))
def ctx(request: pytest.FixtureRequest) -> Context:
    return Context({}, ROOT, request.param)


def test_logits_are_of_every_size(ctx: Context) -> None:
    for dtype in BOTH:
        pairs = list(logits.drawn_pairs(ctx, dtype))
        assert {len(real) < len(fake) for real, fake in pairs} == {True, False}
        assert all(float(fake.abs().max()) <= logits.REACH for _, fake in pairs)
        for one in logits.extreme_logits(ctx, dtype):
            assert float(one.abs().max()) <= 1e4
        largest = max(float(one.abs().max()) for one in logits.extreme_logits(ctx, dtype))
        assert largest > 5e3
        zeros = logits.with_zeros(ctx, 4, dtype)
        assert int((zeros == 0).sum()) == 1 and {-1, 1} <= set(zeros.sign().int().tolist())


def test_slopes_of_usual_ways_are_accurate_enough(ctx: Context) -> None:
    for dtype in BOTH:
        for fake in drawn_slope_logits(ctx, dtype):
            assert float(fake.abs().max()) <= 80
            for kind in OTHER:
                sign = 1 if kind == "saturating" else -1
                right = slope_of(fake, kind)
                live = fake.clone().requires_grad_()
                [by_autograd] = torch.autograd.grad(-F.softplus(sign * live).sum() * sign, live)
                for found in (
                    -torch.sigmoid(sign * fake),
                    -torch.exp(F.logsigmoid(sign * fake)),
                    -1 / (1 + torch.exp(-sign * fake)),
                    by_autograd,
                ):
                    gap = (found.double() - right).abs() / right.abs()
                    assert float(gap.max()) < ACCURACY[dtype]


def test_laws_sum_to_one_and_have_the_zeros_that_are_meant(ctx: Context) -> None:
    for dtype in BOTH:
        some = [laws.drawn_laws, laws.laws_with_zeros, laws.rare_laws, laws.equal_laws]
        for p, q in (pair for draw in some for pair in draw(ctx, dtype)):
            assert abs(float(p.double().sum()) - 1) < 1e-6 > abs(float(q.double().sum()) - 1)
            assert bool(torch.isfinite(best_of(p, q)).all())
            assert -1e-12 <= float(divergence_of(p, q)) <= 0.6931472
        zeros = list(laws.laws_with_zeros(ctx, dtype))
        assert any(bool(((p + q) == 0).any()) for p, q in zeros)
        assert any(bool((p * q == 0).all()) for p, q in zeros)


def test_mass_meets_log_0_in_lost_games_alone(ctx: Context) -> None:
    for dtype in BOTH:
        for game in laws.sure_games(ctx, dtype):
            assert bool(torch.isfinite(value_of(**vars(game))))
            assert (
                bool(torch.isinf(game.logits).any())
                or len(game.p) <= 2
                or bool((game.p * game.q > 0).all())
            )
        for game in laws.lost_games(ctx, dtype):
            assert float(value_of(**vars(game))) == -torch.inf
        for game in laws.extreme_games(ctx, dtype):
            assert bool(torch.isfinite(value_of(**vars(game))))
            assert float(game.logits.abs().max()) <= 1e4


def test_gradients_in_float32_are_accurate_enough(ctx: Context) -> None:
    for theta, said in (
        *laws.drawn_moves(ctx, torch.float32),
        *laws.extreme_moves(ctx, torch.float32),
    ):
        assert float(theta.abs().max()) <= 1e4 and float(said.abs().max()) <= 1e4
        for kind in OTHER:
            want = gradient_of(theta, said, kind)
            q, loss = theta.softmax(0), losses_of(said, kind).float()
            near = max(1e-5, 4 * torch.finfo(torch.float32).eps * float(said.abs().max()))
            live = theta.clone().requires_grad_()
            [by_autograd] = torch.autograd.grad((live.softmax(0) * loss).sum(), live)
            for found in (q * (loss - (q * loss).sum()), by_autograd):
                assert bool(((found.double() - want).abs() <= near * (1 + want.abs())).all())
