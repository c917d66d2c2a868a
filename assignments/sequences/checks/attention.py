"""Checks of `sequences/attention`: who looks at whom, and a model that translates."""

from functools import partial

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.slips import Slips
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_attention import by_hand
from .for_attention.cases import (
    Averaged,
    context_of,
    drawn_averaged,
    drawn_free,
    drawn_lengths,
    drawn_masked,
    large_cases,
)
from .for_attention.picture import drawn_looks
from .for_attention.truth import Case, weights_of
from .shared.precision import BOTH, precisely

BOOL = said("A mask holds truths: dtype bool, such as a comparison gives.")
MASK_SHAPE = said("A row for each text, a column for each place: (B, size).")
SHAPE = said("A row for each query, a column for each key: (B, Q, K).")
CONTEXT_SHAPE = said("One vector of the values' width e for each query: (B, Q, e).")


@check(weight=0.5, visible=True, about="padding_mask")
def padding_mask_by_hand(student: Student, ctx: Context) -> None:
    """Texts of 2, 0 and 3 tokens"""
    answer = student.call("padding_mask", by_hand.LENGTHS, by_hand.SIZE)
    answer.hint(shape=MASK_SHAPE, dtype=BOOL).should_equal(by_hand.MASK, slips=by_hand.MASK_SLIPS)


@check(after=padding_mask_by_hand, about="padding_mask")
def padding_mask_values(student: Student, ctx: Context) -> None:
    """Any lengths, in any number of places"""
    for case in drawn_lengths(ctx):
        answer = student.call("padding_mask", **vars(case)).hint(shape=MASK_SHAPE, dtype=BOOL)
        answer.should_equal(case.want, slips=case.slips)


@check(visible=True, about="attention_weights")
def attention_weights_by_hand(student: Student, ctx: Context) -> Passed:
    """Two queries, three keys; then a mask and a scale; then a sentence"""
    query, keys, allowed = by_hand.QUERY, by_hand.KEYS, by_hand.ALLOWED
    free = student.call("attention_weights", query, keys).hint(shape=SHAPE)
    free.should_equal(by_hand.WEIGHTS, slips=by_hand.WEIGHT_SLIPS)
    masked = student.call("attention_weights", query, keys, allowed).hint(shape=SHAPE)
    masked.should_equal(by_hand.MASKED, slips=by_hand.MASKED_SLIPS, wrong=_told_of_masked)
    halved = student.call("attention_weights", query, keys, None, 0.5)
    halved.should_equal(by_hand.HALVED, slips=by_hand.HALVED_SLIPS)
    draw = partial(drawn_looks, student)
    given = by_hand.SENTENCE_QUERY, by_hand.SENTENCE_KEYS, by_hand.TRUE_TOKENS
    with explained(draw):
        looks = student.call("attention_weights", *given).hint(shape=SHAPE)
        looks.should_equal(by_hand.LOOKS.unsqueeze(0))
    return Passed(picture=draw)


def _told_of_masked(got: Tensor) -> str:
    """Return what is said of masked weights that no mistake of the table gives."""
    if got[0, 1].isnan().any():
        return by_hand.EMPTY_NAN
    return by_hand.FORBIDDEN if (got[0, :, 2] != 0).any() else ""


@check(weight=1.5, after=attention_weights_by_hand, about="attention_weights")
def attention_weights_values(student: Student, ctx: Context) -> None:
    """Any queries and keys, at any scale"""
    for dtype in BOTH:
        for case in drawn_free(ctx, dtype):
            _require_weights(student, case, dtype, case.slips)
    answer = student.call("attention_weights", *vars(case).values())
    answer.should_have_shape(*case.want.shape)
    answer.should_outlive(case.query + 1, case.keys, None, case.scale)


@check(weight=2, after=attention_weights_by_hand, about="attention_weights")
def attention_weights_masked(student: Student, ctx: Context) -> None:
    """Masks of any shape: what is forbidden gets exactly 0, and an empty row is all 0"""
    for case in drawn_masked(ctx, torch.float32):
        _require_weights(student, case, torch.float32, case.slips)


def _require_weights(
    student: Student, case: Case, dtype: torch.dtype, slips: Slips | None = None
) -> None:
    """Raise Failed unless weights are right, and exactly 0 where they are forbidden."""
    answer = student.call("attention_weights", **case.named).hint(shape=SHAPE)
    rounding = case.rounding
    got = precisely(answer, case.want, dtype, slips=slips, wrong=case.told, rounding=rounding)
    if (got[~case.seen] != 0).any():
        raise Failed(by_hand.FORBIDDEN)


@check(after=attention_weights_by_hand, about="attention_weights")
def attention_weights_large(student: Student, ctx: Context) -> None:
    """Scores up to ±10,000, of forbidden keys, too"""
    for dtype in BOTH:
        for case in large_cases(ctx, dtype):
            _require_weights(student, case, dtype)


@check(after=attention_weights_by_hand, about="attention_weights")
def attention_weights_gradient(student: Student, ctx: Context) -> None:
    """Gradients by queries and keys, finite at an empty row"""
    for case in (*drawn_free(ctx, torch.float64), *drawn_masked(ctx, torch.float64)):
        rows = ctx.randn(*case.want.shape, dtype=torch.float64)
        answer = student.call("attention_weights", **vars(case))
        require_projected(answer, weights_of, rows, ["query", "keys"])


@check(visible=True, about="attend")
def attend_by_hand(student: Student, ctx: Context) -> None:
    """Two queries, three keys and their values"""
    given = by_hand.QUERY, by_hand.KEYS, by_hand.VALUES
    answer = student.call("attend", *given).hint(shape=CONTEXT_SHAPE)
    answer.should_equal(by_hand.CONTEXT, slips=by_hand.CONTEXT_SLIPS)


@check(weight=1.5, after=attend_by_hand, about="attend")
def attend_values(student: Student, ctx: Context) -> None:
    """Values of any width, any mask and scale"""
    for dtype in BOTH:
        for case in drawn_averaged(ctx, dtype):
            answer = student.call("attend", **case.named).hint(shape=CONTEXT_SHAPE)
            told = partial(_told_of_context, case)
            precisely(answer, case.want, dtype, slips=case.slips, wrong=told)


def _told_of_context(case: Averaged, got: Tensor) -> str:
    """Return what is said of a context that no mistake of the table gives."""
    empty = ~case.case.seen.any(2)
    return by_hand.EMPTY_NAN if got[empty].isnan().any() else ""


@check(weight=0.5, after=attend_by_hand, about="attend")
def attend_gradient(student: Student, ctx: Context) -> None:
    """Gradients by queries, keys and values, finite at an empty row"""
    for case in drawn_averaged(ctx, torch.float64):
        rows = ctx.randn(*case.want.shape, dtype=torch.float64)
        answer = student.call("attend", **case.whole)
        require_projected(answer, context_of, rows, ["query", "keys", "values"])
