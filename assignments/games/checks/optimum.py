"""Checks of `games/optimum`: the game of two known laws, without any sampling."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context, Passed, check
from autograder.checking.given import has_grad, tensor
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_optimum import by_hand
from .for_optimum.answers import require_value, told_of_large, told_of_mass
from .for_optimum.cases import (
    OTHERS,
    drawn_games,
    drawn_laws,
    drawn_moves,
    equal_laws,
    extreme_games,
    extreme_moves,
    laws_with_zeros,
    lost_games,
    rare_laws,
    sure_games,
)
from .for_optimum.mistakes import (
    best_slips,
    default_gradient_slips,
    divergence_slips,
    gradient_slips,
    value_slips,
)
from .for_optimum.picture import drawn_value
from .for_optimum.truth import OTHER, best_of, divergence_of, gradient_of, value_of
from .shared.precision import BOTH, precisely, tolerance

EACH_VALUE = said("One number for each value was asked for: (V,).")
SCALAR = said("One number was asked for, (): a sum over values.")
EMPTY = said("Where both are zero it is ½: 0/0 is NaN.")
RECORDED = said(
    "A graph hangs on the gradient: nothing is recorded for autograd. `detach()` the result."
)
SAMPLED = said(
    "The same question has two answers: the expectation is exact, no sample is drawn. Sum over all "
    "values."
)
OVERFLOW = said(
    "Wrong where theta is large, up to ±10,000: e to its power is infinite. A softmax takes the "
    "largest off first; torch.softmax does."
)
USUAL = 10.0  # theta below it are no more than normal numbers
OTHER_KIND = said('a kind is "saturating" or "non_saturating"')


def _told_of_empty(got: Tensor) -> str:
    return EMPTY if got.isnan().any() else ""


@check(visible=True, about="optimal_discriminator")
def optimal_discriminator_by_hand(student: Student, ctx: Context) -> None:
    """Four values: in the data alone, in both, in the fakes alone, in neither"""
    answer = student.call("optimal_discriminator", by_hand.P, by_hand.Q).hint(shape=EACH_VALUE)
    answer.should_equal(by_hand.BEST, slips=by_hand.BEST_SLIPS, wrong=_told_of_empty)


@check(weight=2, after=optimal_discriminator_by_hand, about="optimal_discriminator")
def optimal_discriminator_values(student: Student, ctx: Context) -> None:
    """Any two laws, with zeros in either and in both, and rare values"""
    for dtype in BOTH:
        zeros, rare = laws_with_zeros(ctx, dtype), rare_laws(ctx, dtype)
        for p, q in (*drawn_laws(ctx, dtype), *zeros, *equal_laws(ctx, dtype), *rare):
            answer = student.call("optimal_discriminator", p=p, q=q).hint(shape=EACH_VALUE)
            precisely(answer, best_of(p, q), dtype, slips=best_slips, wrong=_told_of_empty)


@check(visible=True, about="game_value")
def game_value_by_hand(student: Student, ctx: Context) -> None:
    """Four values; then infinite logits where there is no doubt"""
    laws = by_hand.P, by_hand.Q
    answer = student.call("game_value", *laws, by_hand.LOGITS).hint(shape=SCALAR)
    answer.should_equal(by_hand.VALUE, slips=by_hand.VALUE_SLIPS, wrong=told_of_mass)
    sure = student.call("game_value", *laws, by_hand.SURE).hint(shape=SCALAR)
    sure.should_equal(by_hand.SURE_VALUE, slips=by_hand.SURE_SLIPS, wrong=told_of_mass)


@check(weight=2, after=game_value_by_hand, about="game_value", essential=True)
def game_value_values(student: Student, ctx: Context) -> None:
    """Any two laws, with zeros, and any usual logits, in both precisions"""
    for dtype in BOTH:
        for game in drawn_games(ctx, dtype):
            answer = student.call("game_value", **vars(game)).hint(shape=SCALAR)
            want = value_of(**vars(game))
            precisely(answer, want, dtype, slips=value_slips, wrong=told_of_mass)


@check(weight=1.5, after=game_value_by_hand, about="game_value")
def game_value_infinite(student: Student, ctx: Context) -> None:
    """Infinite logits: nothing where there is no mass, minus infinity where there is"""
    for dtype in BOTH:
        for game in (*sure_games(ctx, dtype), *lost_games(ctx, dtype)):
            answer = student.call("game_value", **vars(game)).hint(shape=SCALAR)
            require_value(answer, value_of(**vars(game)), dtype, value_slips)


@check(after=game_value_by_hand, about="game_value")
def game_value_extreme(student: Student, ctx: Context) -> None:
    """Logits up to ±10,000, in both precisions"""
    for dtype in BOTH:
        for game in extreme_games(ctx, dtype):
            answer, want = student.call("game_value", **vars(game)), value_of(**vars(game))
            precisely(answer, want, dtype, slips=value_slips, wrong=told_of_large)


@check(after=game_value_by_hand, about="game_value")
def game_value_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the discriminator's logits, of large ones, too"""
    for dtype in BOTH:
        rows, near = torch.ones((), dtype=dtype), 10 * tolerance(dtype)
        for game in (*drawn_games(ctx, dtype), *extreme_games(ctx, dtype)):
            answer = student.call("game_value", **vars(game))
            require_projected(answer, value_of, rows, ["logits"], rtol=near)


@check(visible=True, about="jensen_shannon")
def jensen_shannon_by_hand(student: Student, ctx: Context) -> Passed:
    """Two laws without zeros, and two that have half in common"""
    draw = partial(drawn_value, student)
    with explained(draw):
        full = student.call("jensen_shannon", by_hand.FULL_P, by_hand.FULL_Q).hint(shape=SCALAR)
        full.should_equal(by_hand.FULL, slips=by_hand.FULL_SLIPS)
        answer = student.call("jensen_shannon", by_hand.P, by_hand.Q)
        slips = by_hand.DIVERGENCE_SLIPS
        answer.should_equal(by_hand.DIVERGENCE, slips=slips, wrong=told_of_mass)
    return Passed(picture=draw)


@check(weight=2.5, after=jensen_shannon_by_hand, about="jensen_shannon")
def jensen_shannon_values(student: Student, ctx: Context) -> None:
    """Any two laws: equal ones, ones with zeros, ones with nothing in common"""
    for dtype in BOTH:
        zeros, rare = laws_with_zeros(ctx, dtype), rare_laws(ctx, dtype)
        for p, q in (*drawn_laws(ctx, dtype), *zeros, *equal_laws(ctx, dtype), *rare):
            answer = student.call("jensen_shannon", p=p, q=q).hint(shape=SCALAR)
            want = divergence_of(p, q)
            precisely(answer, want, dtype, slips=divergence_slips, wrong=told_of_mass)


@check(visible=True, about="generator_gradient")
def generator_gradient_by_hand(student: Student, ctx: Context) -> None:
    """Three values, of which the discriminator believes the likeliest most"""
    for kind, (want, slips) in by_hand.GRADIENT.items():
        answer = student.call("generator_gradient", by_hand.THETA, by_hand.SAID, kind)
        told = partial(_told_of_draws, answer)
        answer.hint(shape=EACH_VALUE).should_equal(want, slips=slips, wrong=told)


def _told_of_draws(answer: Answer, got: Tensor) -> str:
    """Return what is said of a wrong gradient: another answer to the same question?"""
    again = answer.should_have_shape(*got.shape)
    return SAMPLED if not torch.equal(again.double(), got.double()) else ""


@check(weight=2.5, after=generator_gradient_by_hand, about="generator_gradient", essential=True)
def generator_gradient_values(student: Student, ctx: Context) -> None:
    """Any theta and logits, of either kind, nothing recorded for autograd"""
    for dtype in BOTH:
        for theta, logits in drawn_moves(ctx, dtype):
            given: dict[str, Any] = {"theta": theta, "logits": logits}
            for kind in OTHER:
                answer = student.call("generator_gradient", **given, kind=kind)
                told = partial(_told_of_draws, answer)
                want = gradient_of(theta, logits, kind)
                answer = answer.hint(shape=EACH_VALUE)
                precisely(answer, want, dtype, slips=gradient_slips, wrong=told)
            answer = student.call("generator_gradient", **given)
            precisely(answer, gradient_of(theta, logits), dtype, slips=default_gradient_slips)
    kept = [tensor(student, one, requires_grad=True) for one in given.values()]
    if any(student.requires_grad("generator_gradient", *kept, kind) for kind in OTHER):
        raise Failed(RECORDED, essential=False)


@check(weight=0.25, after=generator_gradient_by_hand, about="generator_gradient", form=True)
def generator_gradient_leaves_no_trace(student: Student, ctx: Context) -> None:
    """Arguments are left as they were, their `.grad` too"""
    for kind in OTHER:
        named = {"theta": ctx.randn(4), "logits": ctx.randn(4)}
        kept = {key: tensor(student, one, requires_grad=True) for key, one in named.items()}
        student.requires_grad("generator_gradient", **kept, kind=kind)
        touched = [argument for argument, one in kept.items() if has_grad(one)]
        if touched:
            raise Failed(_told_of_trace(touched[0]))


def _told_of_trace(argument: str) -> str:
    return said(
        "The call leaves a gradient in `{argument}.grad`: backward() adds up there, and an "
        "optimiser would take it for one of its own. Use torch.autograd.grad or the chain rule.",
        argument=argument,
    )


@check(after=generator_gradient_by_hand, about="generator_gradient")
def generator_gradient_extreme(student: Student, ctx: Context) -> None:
    """Logits and theta up to ±10,000"""
    for dtype in BOTH:
        for theta, logits in extreme_moves(ctx, dtype):
            for kind in OTHER:
                answer = student.call("generator_gradient", theta=theta, logits=logits, kind=kind)
                want, largest = gradient_of(theta, logits, kind), float(logits.abs().max())
                near, told = 4 * torch.finfo(dtype).eps * largest, partial(_told_of_large, theta)
                precisely(answer, want, dtype, slips=gradient_slips, wrong=told, rounding=near)


def _told_of_large(theta: Tensor, got: Tensor) -> str:
    """Return what is said of a wrong gradient where theta or the logits are large."""
    if float(theta.abs().max()) < USUAL:
        return told_of_large(got)
    return OVERFLOW


@check(weight=0.5, after=generator_gradient_by_hand, about="generator_gradient", form=True)
def generator_gradient_errors(student: Student, ctx: Context) -> None:
    """Any other kind of loss is refused with a ValueError"""
    for kind in OTHERS:
        answer = student.call("generator_gradient", ctx.randn(3), ctx.randn(3), kind)
        answer.should_raise(ValueError, why=OTHER_KIND)
