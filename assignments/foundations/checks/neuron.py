"""Checks of `foundations/neuron`: one neuron, and how it learns."""

from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.compare import gap
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_neuron import by_hand
from .for_neuron.cases import (
    FIT_SIZES,
    SIZES,
    TWICE,
    drawn_data,
    drawn_fit,
    nearly_round,
)
from .for_neuron.path import require_path
from .for_neuron.picture import drawn_descent
from .for_neuron.slips import fit_slips, gradient_slips, limit_slips, predict_slips
from .shared.parts import asked_parts, require_parts, row_of
from .shared.precision import BOTH, precisely

ONE_PER_ROW = said("One number for each row was asked for, (N,): no column.")
GRADIENT = said("`loss_and_gradient` returns another loss or gradient.")
STEP = said("`descend` takes another step.")


@check(weight=0.5, visible=True, about="predict")
def predict_by_hand(student: Student, ctx: Context) -> None:
    """The line 2x + 1 at 0, 1 and 2"""
    answer = student.call("predict", by_hand.X, by_hand.W, by_hand.B).hint(shape=ONE_PER_ROW)
    answer.should_equal(by_hand.LINE, slips=by_hand.PREDICT_SLIPS)


@check(after=predict_by_hand, about="predict", essential=True)
def predict_values(student: Student, ctx: Context) -> None:
    """Predictions for any number of rows and inputs"""
    for dtype in BOTH:
        for size in TWICE:
            data = drawn_data(ctx, *size, dtype)
            answer = student.call("predict", x=data.x, w=data.w, b=data.b)
            want = ctx.reference.predict(data.x.double(), data.w.double(), data.b.double())
            precisely(answer.hint(shape=ONE_PER_ROW), want, dtype, slips=predict_slips)


@check(weight=1.5, visible=True, about="loss_and_gradient")
def loss_and_gradient_by_hand(student: Student, ctx: Context) -> None:
    """Three rows, of which the last is off the line by one"""
    given = by_hand.X, by_hand.OFF, by_hand.W, by_hand.B
    got = asked_parts(student, "loss_and_gradient", ((), (1,), ()), torch.float32, *given)
    require_parts(got, by_hand.GRADIENT, GRADIENT, by_hand.GRADIENT_SLIPS)


@check(weight=3, after=loss_and_gradient_by_hand, about="loss_and_gradient", essential=True)
def loss_and_gradient_values(student: Student, ctx: Context) -> None:
    """The loss and both gradients of any data"""
    for dtype in BOTH:
        for rows, inputs in TWICE:
            data = drawn_data(ctx, rows, inputs, dtype)
            shapes, named = ((), (inputs,), ()), vars(data)
            got = asked_parts(student, "loss_and_gradient", shapes, dtype, **named)
            want = ctx.reference.loss_and_gradient(*(one.double() for one in named.values()))
            require_parts(got, row_of(want), GRADIENT, gradient_slips(data))


@check(weight=1.5, visible=True, about="descend")
def descend_by_hand(student: Student, ctx: Context) -> Passed:
    """One step from nothing towards the line 2x + 1"""
    given = by_hand.X, by_hand.LINE, *by_hand.ZERO, by_hand.RATE, 1
    got = asked_parts(student, "descend", ((2, 1), (2,), (2,)), torch.float32, *given)
    drawn = partial(drawn_descent, student)
    with explained(drawn):
        require_parts(got, by_hand.STEP, STEP, by_hand.STEP_SLIPS)
    return Passed(picture=drawn)


@check(weight=2.5, after=descend_by_hand, about="descend", essential=True)
def descend_values(student: Student, ctx: Context) -> None:
    """Paths of no step, of one, of five and of twelve"""
    for dtype in BOTH:
        for (rows, inputs), steps, share in zip(
            SIZES, (0, 1, 5, 12, 5, 12), (0.3, 0.9, 0.3, 0.9, 0.9, 0.3), strict=True
        ):
            _require_walk(student, ctx, (rows, inputs), dtype, share, steps)


@check(after=descend_by_hand, about="descend")
def descend_beyond_the_limit(student: Student, ctx: Context) -> None:
    """Where the learning rate is too large, the loss explodes"""
    for dtype in BOTH:
        _require_walk(student, ctx, (6, 2), dtype, 1.3, 25)


def _require_walk(
    student: Student,
    ctx: Context,
    size: tuple[int, int],
    dtype: torch.dtype,
    share: float,
    steps: int,
) -> None:
    """Ask for a path at this share of the limit, and judge it row by row."""
    data, count = drawn_data(ctx, *size, dtype), steps + 1
    shapes, rate = ((count, size[1]), (count,), (count,)), share * data.limit
    named = {**vars(data), "learning_rate": rate, "steps": steps}
    got = asked_parts(student, "descend", shapes, dtype, **named)
    require_path(got, ctx.reference.loss_and_gradient, data, rate)


@check(visible=True, about="rate_limit")
def rate_limit_by_hand(student: Student, ctx: Context) -> None:
    """The limit for the inputs 0, 1 and 2"""
    answer = student.call("rate_limit", by_hand.X)
    answer.should_equal(by_hand.LIMIT, slips=by_hand.LIMIT_SLIPS)


@check(weight=1.5, after=rate_limit_by_hand, about="rate_limit", essential=True)
def rate_limit_values(student: Student, ctx: Context) -> None:
    """The limit for any inputs"""
    for dtype in BOTH:
        drawn = [drawn_data(ctx, *size, dtype) for size in TWICE]
        for data in (*drawn, nearly_round(ctx, dtype)):
            want = torch.tensor(data.limit, dtype=torch.float64)
            precisely(student.call("rate_limit", x=data.x), want, dtype, slips=limit_slips)


@check(visible=True, about="best_fit")
def best_fit_by_hand(student: Student, ctx: Context) -> None:
    """Three points on a line"""
    given = by_hand.X, by_hand.LINE
    got = asked_parts(student, "best_fit", ((1,), ()), torch.float32, *given)
    told = by_hand.fit_told(gap(row_of(got), by_hand.FIT))
    require_parts(got, by_hand.FIT, told, by_hand.FIT_SLIPS)


@check(weight=1.5, after=best_fit_by_hand, about="best_fit", essential=True)
def best_fit_values(student: Student, ctx: Context) -> None:
    """The minimum for any data"""
    for dtype in BOTH:
        for rows, inputs in FIT_SIZES:
            data = drawn_fit(ctx, rows, inputs, dtype)
            got = asked_parts(student, "best_fit", ((inputs,), ()), dtype, x=data.x, y=data.y)
            want = row_of(ctx.reference.best_fit(data.x.double(), data.y.double()))
            told = by_hand.fit_told(gap(row_of(got), want))
            require_parts(got, want, told, fit_slips(data))
