"""Checks of `images/recurrent`: the three layers of PixelRNN."""

from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Student

from .for_recurrent.by_hand import (
    BACK,
    CASES,
    DTYPE,
    FILLED,
    NUMBERED,
    PUT_BACK,
    SKEW_SLIPS,
    SKEWED,
    TRIANGLES,
    UNSKEW_SLIPS,
    WIDTH,
    not_zero,
)
from .for_recurrent.cases import (
    RIGHT,
    SIZES,
    SLIPS,
    closed,
    drawn_layer,
    layers,
    numbered,
    skewed,
    unskew_slips,
)
from .for_recurrent.later import require_no_later
from .for_recurrent.picture import drawn_if_wrong, drawn_layers
from .shared.accuracy import BOTH, require_close

LAYERS = ("row_lstm", "diagonal_lstm", "diagonal_bilstm")
TITLES = (
    "`row_lstm` of two rows of two pixels",
    "`diagonal_lstm` of two rows of two pixels",
    "Both directions of `diagonal_bilstm` on two rows of three pixels",
)
DTYPES = (torch.int64, *BOTH)


@check(weight=1, visible=True, about="skew")
def skew_by_hand(student: Student, ctx: Context) -> None:
    """`skew` of six numbered pixels"""
    answer = student.call("skew", NUMBERED).hint(shape=WIDTH, dtype=DTYPE)
    answer.should_equal(SKEWED, slips=SKEW_SLIPS, wrong=partial(not_zero, SKEWED))


@check(weight=1.5, after=skew_by_hand, about="skew")
def skew_values(student: Student, ctx: Context) -> None:
    """`skew` of images of any size, in any batch"""
    for size in SIZES:
        for dtype in DTYPES:
            x = numbered(ctx, size, dtype)
            answer = student.call("skew", x).hint(shape=WIDTH, dtype=DTYPE)
            want = skewed(x)
            answer.should_equal(want, dtype=dtype, wrong=partial(not_zero, want))


@check(weight=0.5, after=skew_by_hand, about="skew", form=True)
def skew_keeps_arguments(student: Student, ctx: Context) -> None:
    """`skew` leaves x as it was"""
    for size in ((1, 4), (3, 2)):
        x = numbered(ctx, size, torch.float32)
        student.call("skew", x=x).should_have_shape(*skewed(x).shape)
        student.call("skew", x=x).should_equal(skewed(x))


@check(weight=1, visible=True, about="unskew")
def unskew_by_hand(student: Student, ctx: Context) -> None:
    """`unskew` of twelve numbered pixels"""
    answer = student.call("unskew", FILLED).hint(shape=BACK, dtype=DTYPE)
    answer.should_equal(PUT_BACK, slips=UNSKEW_SLIPS)


@check(weight=1.5, after=unskew_by_hand, about="unskew")
def unskew_values(student: Student, ctx: Context) -> None:
    """`unskew`, whatever stands in the triangles"""
    for size in SIZES:
        for dtype, filler in zip((*DTYPES, torch.float64), (7, 1.5, torch.nan, 0), strict=True):
            x = numbered(ctx, size, dtype)
            y, inside = skewed(x), skewed(torch.ones_like(x)) > 0
            y[~inside] = filler
            answer = student.call("unskew", y=y).hint(shape=BACK, dtype=DTYPE)
            answer.should_equal(x, dtype=dtype, wrong=TRIANGLES, slips=partial(unskew_slips, y, x))


@check.each(LAYERS, titles=TITLES, weight=1.5, visible=True)
def by_hand(student: Student, ctx: Context, name: str) -> Passed:
    """Small LSTMs that one can follow"""
    with explained(partial(drawn_if_wrong, student, name)):
        for case in CASES[name]:
            answer = student.call(name, case.inputs, case.weight)
            require_close(answer, case.want, slips=case.slips)
    whole = partial(drawn_layers, student)
    return Passed(picture=whole if name == "diagonal_bilstm" else None)


@check.each(LAYERS, weight=(3, 3.5, 3), after=by_hand, essential=True)
def values(student: Student, ctx: Context, name: str) -> None:
    """`{name}` of images of any size, in both precisions"""
    for dtype in BOTH:
        for inputs, weight in layers(ctx, name, dtype):
            want = RIGHT[name](inputs.double(), weight.double())
            slips = partial(SLIPS[name], inputs, weight)
            require_close(student.call(name, inputs, weight), want, slips=slips)


@check.each(LAYERS, weight=0.5, after=values)
def gradient(student: Student, ctx: Context, name: str) -> None:
    """The gradient of `{name}` by its inputs and by its weight"""
    inputs, weight = drawn_layer(ctx, name, (3, 4), 3, torch.float64)
    rows = ctx.randn(2, 2, 3, 4, dtype=torch.float64)
    for drawn in (inputs, closed(inputs)):
        answer = student.call(name, inputs=drawn, weight=weight)
        require_projected(answer, RIGHT[name], rows, ("inputs", "weight"))


@check.each(LAYERS, weight=0.3, after=by_hand, form=True)
def keeps_arguments(student: Student, ctx: Context, name: str) -> None:
    """`{name}` leaves inputs and weight as they were, and answers in their dtype"""
    for dtype in BOTH:
        inputs, weight = drawn_layer(ctx, name, (3, 4), 3, dtype)
        answer = student.call(name, inputs=inputs, weight=weight).hint(dtype=DTYPE)
        answer.should_have_shape(2, 2, 3, 4, dtype=dtype)


@check(weight=0.5, after=by_hand["row_lstm"], about="row_lstm", form=True)
def row_lstm_errors(student: Student, ctx: Context) -> None:
    """`row_lstm` refuses an even kernel"""
    for k in (2, 4):
        answer = student.call("row_lstm", ctx.randn(1, 8, 2, 5), ctx.randn(8, 2, k))
        answer.should_raise(ValueError, why="an even kernel has no centre")


@check(
    weight=1.5,
    visible=True,
    after=by_hand["diagonal_bilstm"],
    about="diagonal_bilstm",
    essential=True,
)
def diagonal_bilstm_is_causal(student: Student, ctx: Context) -> None:
    """No output of `diagonal_bilstm` sees a later pixel"""
    for height, width in ((3, 4), (1, 3), (4, 2)):
        inputs, changed = 1.5 * ctx.randn(2, 2, 1, 8, height, width)
        require_no_later(student, inputs, changed, ctx.randn(2, 8, 2, 2))
