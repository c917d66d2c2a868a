"""Checks of `sequences/attention`: who looks at whom, and a model that translates."""

from functools import partial

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, repeats, seen, texts
from autograder.checking.models.differentiated import reaches_parameters
from autograder.checking.models.repeats import MODES
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
from .for_attention.model import ANY_SIZE, SEQ2SEQ, SOURCES, built, plan_of, require_forms
from .for_attention.picture import drawn_looks
from .for_attention.sources import require_padding_ignored, require_source_seen
from .for_attention.truth import Case, weights_of
from .shared.hints import hinted
from .shared.precision import BOTH, precisely

BOOL = said("A mask holds truths: dtype bool, such as a comparison gives.")
MASK_SHAPE = said("A row for each text, a column for each place: (B, size).")
SHAPE = said("A row for each query, a column for each key: (B, Q, K).")
SHIFTED = said("Target tokens go into the decoder one place later, after a start of its own.")
REACHED = said("A detached encoder, or parameters of a copy, do that.")
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
    query, keys = by_hand.QUERY, by_hand.KEYS
    free = student.call("attention_weights", query, keys).hint(shape=SHAPE)
    free.should_equal(by_hand.WEIGHTS, slips=by_hand.WEIGHT_SLIPS)
    given = by_hand.MASKED_QUERY, keys, by_hand.ALLOWED
    masked = student.call("attention_weights", *given).hint(shape=SHAPE)
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


@check(weight=0.5, visible=True, about="Seq2Seq", form=True)
def seq2seq_shapes(student: Student, ctx: Context) -> None:
    """Logits of sources and targets of any size, in both precisions"""
    for (sources, targets), more, lengths, places, target in (
        ((5, 7), {}, [3, 1], 3, 4),
        ((3, 2), {"dim": 8}, [1], 1, 1),
        ((4, 9), {"dim": 24}, [2, 5, 4], 6, 2),
    ):
        model = built(student, torch.float32, sources, targets, **more)
        with hinted(ANY_SIZE):
            require_forms(model, torch.tensor(lengths), places, (sources, targets), target)


@check(visible=True, after=seq2seq_shapes, about="Seq2Seq", essential=True)
def seq2seq_is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of Seq2Seq depends on its own target token or a later one"""
    plan = plan_of(torch.tensor([3, 1, 4, 0]), 3, 5, 4)
    return causal.is_causal(student, SEQ2SEQ, plan, ctx.generator(), show=True)


@check(weight=1.5, after=seq2seq_is_causal, about="Seq2Seq", essential=True)
def seq2seq_stays_causal(student: Student, ctx: Context) -> None:
    """Seq2Seq is causal for any texts, also in training mode, and cut off anywhere"""
    draw, source = ctx.generator(), ctx.randint(SOURCES, 6)
    length, values = ctx.between(6, 8), ctx.between(3, 5)
    causal.stays_causal(student, SEQ2SEQ, plan_of(source, 4, length, values), draw)
    causal.is_causal_elsewhere(student, SEQ2SEQ, plan_of(source[:4], 3, 5, values + 1), draw)
    texts.agrees_when_cut(student, SEQ2SEQ, plan_of(source, 6, 6, 4), draw, MODES[:1])


@check(after=seq2seq_shapes, about="Seq2Seq", essential=True)
def seq2seq_is_repeatable(student: Student, ctx: Context) -> None:
    """The same pair has the same answer at any time, and leaves what is given as it was"""
    plan = plan_of(ctx.randint(SOURCES, 4), 3, 5, 4)
    repeats.is_repeatable(student, SEQ2SEQ, plan, ctx.generator(), MODES[:1])


@check(weight=1.5, after=seq2seq_is_repeatable, about="Seq2Seq")
def seq2seq_ignores_padding(student: Student, ctx: Context) -> None:
    """Padding does not matter: what it holds, how much there is, and who else is in the batch"""
    require_padding_ignored(student, ctx)


@check(after=seq2seq_is_repeatable, about="Seq2Seq")
def seq2seq_sees_the_source(student: Student, ctx: Context) -> None:
    """From place 1 on, logits depend on every source token"""
    require_source_seen(student, ctx)


@check(after=(seq2seq_is_causal, seq2seq_is_repeatable), about="Seq2Seq")
def seq2seq_sees_all_earlier(student: Student, ctx: Context) -> None:
    """Logits depend on every earlier target token"""
    plan = plan_of(ctx.randint(SOURCES, 3), 2, 5, ctx.between(3, 5))
    seen.uses_all_earlier(student, SEQ2SEQ, plan, ctx.generator(), SHIFTED)


@check(weight=0.5, after=seq2seq_is_repeatable, about="Seq2Seq")
def seq2seq_gradient(student: Student, ctx: Context) -> None:
    """Gradients of the logits reach encoder and decoder"""
    plan = plan_of(ctx.randint(SOURCES, 4), 3, 4, 4)
    reaches_parameters(student, SEQ2SEQ, plan, ctx.generator(), REACHED)
