"""Checks of `density/fvsbn`: a logistic regression of each pixel on its past."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.generators import require_generator, require_global
from autograder.checking.models.sampler import Drawn, Sampler
from autograder.checking.student import Handle, Student
from autograder.probes.rows import Rows
from autograder.probes.sampling import ALPHA, FALSE_ALARM
from autograder.text.i18n import said

from .for_fvsbn import by_hand, five_rows
from .for_fvsbn.answers import (
    asked_gradients,
    judge_gradients,
    require_certain,
    require_gradients,
    require_large,
    require_learnable,
    require_log_prob,
    require_logits,
    require_mass,
    require_repeatable,
)
from .for_fvsbn.ascent import Step, hold
from .for_fvsbn.cases import copying, drawn_weights, fair, unmasked
from .for_fvsbn.model import ABOVE, ONE_PER_ROW, Weights, built, loaded
from .for_fvsbn.picture import drawn_weights_and_sample
from .for_fvsbn.slips import drawing_of
from .shared.draws import require_drawing
from .shared.learned import FLOORS, learns_digits
from .shared.numbers import BOTH, precisely
from .shared.sample_form import require_sample_form

FAIR_ROWS = 12
NO_GRADIENT = said(
    "Check that gradients reach every parameter, and that log_prob starts from logits."
)
LAWS = 3


def _arguments(plan: Plan) -> Mapping[str, Any]:
    return {"num_dims": plan.layout.grid.size}


FVSBN = ModelClass("FVSBN", _arguments, loss="log_prob")


@check(visible=True, about="FVSBN", form=True)
def fvsbn_shapes(student: Student, ctx: Context) -> None:
    """Parameters, logits and log-probabilities have their names and shapes"""
    x = torch.tensor([[1.0, 0, 1], [0, 0, 1]])
    model = built(student, 3)
    model.call("forward", x).should_have_shape(2, 3)
    model.call("log_prob", x).should_have_shape(2)


@check(weight=2, visible=True, after=fvsbn_shapes, about="FVSBN", essential=True)
def fvsbn_by_hand(student: Student, ctx: Context) -> None:
    """Three pixels with given weights, in eval and in training mode"""
    x, model = by_hand.ROWS, loaded(student, by_hand.WEIGHTS)
    precisely(model.call("forward", x), by_hand.LOGITS, x.dtype, slips=by_hand.LOGIT_SLIPS)
    nats = model.call("log_prob", x).hint(shape=ONE_PER_ROW)
    precisely(nats, by_hand.NATS, x.dtype, slips=by_hand.NAT_SLIPS)
    fresh = loaded(student, by_hand.WEIGHTS, fresh=True)
    first, second = (fresh.call("forward", x).should_have_shape(4, 3) for _ in range(2))
    if torch.equal(first, second):  # else it is told with what is repeated
        precisely(fresh.call("forward", x), by_hand.LOGITS, x.dtype, slips=by_hand.LOGIT_SLIPS)


@check(weight=3, after=fvsbn_by_hand, about="FVSBN", essential=True)
def fvsbn_values(student: Student, ctx: Context) -> None:
    """Any weights, whatever stands above the diagonal, in both precisions"""
    for dtype in BOTH:
        for dims, above in ((1, 1e4), (2, ABOVE), (6, ABOVE), (40, 1e4)):
            weights = drawn_weights(ctx, dims, 1.0, above).to(dtype)
            model, x = loaded(student, weights), ctx.bernoulli(dims + 3, dims, dtype=dtype)
            require_logits(model, x, weights)
            require_log_prob(model, x, weights)


@check(visible=True, after=fvsbn_by_hand, about="FVSBN", essential=True)
def fvsbn_mass_is_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 16 rows of four pixels sum to one"""
    require_mass(loaded(student, unmasked(ctx, 4)), 4)


@check(after=fvsbn_by_hand, about="FVSBN")
def fvsbn_large_logits(student: Student, ctx: Context) -> None:
    """Log-probabilities of logits as large as ±10,000"""
    for dtype in BOTH:
        for logit in (1e4, -1e4, 50.0, -120.0):
            one = torch.full((1,), logit, dtype=dtype)
            weights = Weights(torch.full((1, 1), ABOVE, dtype=dtype), one)
            require_large(loaded(student, weights), torch.eye(2, dtype=dtype)[:, :1], weights)
        weights = drawn_weights(ctx, 6, 2_000.0, ABOVE).to(dtype)
        require_large(loaded(student, weights), ctx.bernoulli(9, 6, dtype=dtype), weights)


@check(after=fvsbn_shapes, about="FVSBN", essential=True)
def fvsbn_is_repeatable(student: Student, ctx: Context) -> None:
    """The same row has the same answer, alone or among others, at any time"""
    require_repeatable(loaded(student, drawn_weights(ctx, 6, 1.0, ABOVE)), ctx.bernoulli(7, 6))


@check(after=fvsbn_values, about="FVSBN")
def fvsbn_gradient(student: Student, ctx: Context) -> None:
    """The gradient of log-probabilities by both parameters"""
    weights = drawn_weights(ctx, 5, 1.0, ABOVE).to(torch.float64)
    x, share = ctx.bernoulli(8, 5, dtype=torch.float64), ctx.randn(8, dtype=torch.float64)
    require_learnable(student, loaded(student, weights), x, share, weights)


# Each of three laws is tested once.
@check(
    weight=3,
    after=fvsbn_by_hand,
    about="FVSBN.sample",
    essential=True,
    false_alarm=LAWS * (FALSE_ALARM + ALPHA),
)
def fvsbn_samples(student: Student, ctx: Context) -> None:
    """Rows of zeros and ones that follow the model, in its dtype, without gradients"""
    for dtype in BOTH:
        require_sample_form(_sampler(student, fair(3).to(dtype)), dtype)
    laws = drawn_weights(ctx, 4, 2.0, ABOVE), drawn_weights(ctx, 4, 6.0, ABOVE), copying(4)
    for weights in laws:
        sampler, generator = _sampler(student, weights), student.generator(ctx.between(0, 1 << 30))
        require_drawing(partial(_drawn, sampler, generator), drawing_of(weights))
    for bias in (torch.tensor([200.0, -200, -200, 200]), torch.tensor([200.0])):
        weights = Weights(torch.zeros(len(bias), len(bias)), bias)
        require_certain(_sampler(student, weights).draw(5, num_samples=5), bias > 0)


# Of five pairs of calls, each of 48 fair coins.
@check(after=fvsbn_samples, about="FVSBN.sample", false_alarm=5 * 2.0**-48)
def fvsbn_generator(student: Student, ctx: Context) -> None:
    """Rows come from the generator that is given, which moves on, else from the global one"""
    ask = partial(_sampler(student, fair(4)).draw, FAIR_ROWS)
    require_global(student, lambda: ask(num_samples=FAIR_ROWS))
    seed = ctx.between(0, 1 << 30)
    require_generator(student, lambda one: ask(one, num_samples=FAIR_ROWS), seed)


def _drawn(sampler: Sampler, generator: Handle, count: int) -> Drawn:
    return sampler.draw(count, generator, num_samples=count)


def _sampler(student: Student, weights: Weights) -> Sampler:
    return Sampler(loaded(student, weights), "sample", Rows.of(weights.num_dims))


@check(after=(fvsbn_values, fvsbn_gradient), about="FVSBN", false_alarm=FLOORS)
def fvsbn_learns(student: Student, ctx: Context) -> Passed:
    """Trained on digits by the course's protocol, it reaches 22 nats on others"""
    return learns_digits(student, ctx, FVSBN, advice=NO_GRADIENT)


@check(weight=2, visible=True, about="fvsbn_gradient")
def gradient_by_hand(student: Student, ctx: Context) -> None:
    """The gradient of three pixels and five rows"""
    x, weights = five_rows.ROWS, by_hand.WEIGHTS
    got = asked_gradients(student, x, weights, by_name=False)
    slips = {text: one.flatten() for text, one in five_rows.SLIPS.items()}
    judge_gradients(student, got, five_rows.GRADIENT.flatten(), lambda: slips)


@check(weight=2, after=gradient_by_hand, about="fvsbn_gradient")
def gradient_values(student: Student, ctx: Context) -> None:
    """The gradient of any rows and weights, in both precisions"""
    for dtype in BOTH:
        for dims in (1, 2, 5):
            weights = drawn_weights(ctx, dims, 1.0, ABOVE).to(dtype)
            x = ctx.bernoulli(dims + 4, dims, dtype=dtype)
            require_gradients(student, x, weights)


@check(weight=2, visible=True, after=fvsbn_shapes, about="ascent_step")
def ascent_by_hand(student: Student, ctx: Context) -> Passed:
    """One step upwards, by the gradient of your own log_prob"""
    x = five_rows.ROWS.double()
    model = loaded(student, by_hand.WEIGHTS.to(torch.float64))
    Step(model, x, 0.5, {}).taken(student)
    return Passed(picture=partial(drawn_weights_and_sample, student, ctx))


@check(weight=2, after=ascent_by_hand, about="ascent_step")
def ascent_values(student: Student, ctx: Context) -> None:
    """Three steps, whatever an earlier call has left in `.grad`"""
    weights = drawn_weights(ctx, 5, 1.0, ABOVE).to(torch.float64)
    model = loaded(student, weights)
    held = {
        "weight": ctx.randn(5, 5, dtype=torch.float64),
        "bias": ctx.randn(5, dtype=torch.float64),
    }
    hold(model, held)
    first, other = (ctx.bernoulli(rows, 5, dtype=torch.float64) for rows in (7, 4))
    for x, rate in ((first, 0.3), (first, 0.1), (other, 0.2)):
        Step(model, x, rate, held).taken(student)
        held = {}
