"""Checks of `sequences/transformer`: attention alone, and the mask it lives by."""

from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.slips import Slips
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_transformer import by_hand
from .for_transformer.heads import UNEVEN, answer_of, drawn_heads, large_heads
from .for_transformer.laws import Question, drawn_questions, large_questions
from .for_transformer.picture import drawn_influences
from .for_transformer.played import PlayedLM
from .for_transformer.waves import ODD, SIZES, Waves
from .shared.precision import BOTH, precisely

SQUARE = said("A row for each token that is replaced, a column for each place: (T, T).")
OF_LOGITS = said("The result has the dtype of the logits.")
FLOAT32 = said("The vectors come in float32, whatever they are computed in.")
VECTORS = said("A row for each place: (length, dim).")
LIKE_X = said("One vector of D numbers for each place: the shape of x.")


@check(visible=True, about="influence")
def influence_by_hand(student: Student, ctx: Context) -> Passed:
    """A model that likes the letter before, and one that cheats"""
    draw = partial(drawn_influences, student)
    with explained(draw):
        for law, want, slips in (
            (by_hand.copies, by_hand.COPIED, by_hand.COPIED_SLIPS),
            (by_hand.cheats, by_hand.CHEATED, by_hand.CHEATED_SLIPS),
        ):
            played = PlayedLM(law, 3, by_hand.VALUES)
            given = played.oracle(), by_hand.TEXT, by_hand.VALUES
            answer = student.call("influence", *given).hint(shape=SQUARE)
            answer.should_equal(want, slips=slips)
    return Passed(picture=draw)


@check(weight=2, after=influence_by_hand, about="influence")
def influence_values(student: Student, ctx: Context) -> None:
    """Models that see what they may, what they must not, and nothing"""
    for dtype in BOTH:
        for case in drawn_questions(ctx, dtype):
            _require_influence(student, case, case.slips)


@check(weight=0.5, after=influence_by_hand, about="influence")
def influence_large(student: Student, ctx: Context) -> None:
    """Logits of some thousands"""
    wrong = said("Wrong where logits are thousands: a softmax of 0 has no logarithm: log_softmax.")
    for dtype in BOTH:
        for case in large_questions(ctx, dtype):
            _require_influence(student, case, None, wrong)


def _require_influence(
    student: Student, case: Question, slips: Slips | None, wrong: str = ""
) -> None:
    """Raise Failed unless influences are right, by no more calls than the contract allows."""
    played, dtype = case.played(), case.dtype
    given = {"model": played.oracle(), "tokens": case.tokens, "num_tokens": case.num_tokens}
    answer = student.call("influence", **given).hint(shape=SQUARE, dtype=OF_LOGITS)
    precisely(answer, case.want, dtype, slips=slips, wrong=wrong, rounding=case.rounding)


@check(weight=0.5, after=influence_by_hand, about="influence")
def influence_calls(student: Student, ctx: Context) -> None:
    """No more than 1 + T·V calls of the model"""
    for case in drawn_questions(ctx, torch.float32):
        played = case.played()
        given = played.oracle(), case.tokens, case.num_tokens
        student.call("influence", *given).should_have_shape(case.places, case.places)
        played.require_few_calls()


@check(weight=0.5, visible=True, about="positions")
def positions_by_hand(student: Student, ctx: Context) -> None:
    """Three places in four numbers"""
    answer = student.call("positions", 3, 4).hint(shape=VECTORS, dtype=FLOAT32)
    answer.should_equal(by_hand.PLACES, slips=by_hand.PLACE_SLIPS, dtype=torch.float32)


@check(after=positions_by_hand, about="positions")
def positions_values(student: Student, ctx: Context) -> None:
    """Any number of places, and of numbers for each"""
    for size in (*SIZES, (ctx.between(9, 40), 2 * ctx.between(5, 12))):
        case = Waves(*size)
        answer = student.call("positions", **vars(case)).hint(shape=VECTORS, dtype=FLOAT32)
        told = {"slips": case.slips, "dtype": torch.float32, "each": True}
        answer.should_equal(case.want, atol=1e-4, rtol=1e-4, **told)
    answer.should_outlive(case.length, case.dim)


@check(weight=0.5, after=positions_by_hand, about="positions", form=True)
def positions_errors(student: Student, ctx: Context) -> None:
    """An odd number of numbers is refused"""
    for size in ODD:
        student.call("positions", *size).should_raise(ValueError, why=said("dim is odd"))


@check(visible=True, about="multi_head")
def multi_head_by_hand(student: Student, ctx: Context) -> None:
    """Two places, two heads of one number each"""
    weights = by_hand.W_Q, by_hand.W_K, by_hand.W_V, by_hand.W_O
    answer = student.call("multi_head", by_hand.X, *weights, 2).hint(shape=LIKE_X)
    answer.should_equal(by_hand.HEADS, slips=by_hand.HEAD_SLIPS)


@check(weight=2.5, after=multi_head_by_hand, about="multi_head")
def multi_head_values(student: Student, ctx: Context) -> None:
    """Any number of heads, of any size"""
    for dtype in BOTH:
        for case in drawn_heads(ctx, dtype):
            answer = student.call("multi_head", **vars(case)).hint(shape=LIKE_X)
            precisely(answer, case.want, dtype, slips=case.slips)


@check(weight=0.5, after=multi_head_by_hand, about="multi_head")
def multi_head_large(student: Student, ctx: Context) -> None:
    """Scores of some thousands, later places far above the others"""
    for dtype in BOTH:
        for case in large_heads(ctx, dtype):
            answer = student.call("multi_head", **vars(case)).hint(shape=LIKE_X)
            precisely(answer, case.want, dtype, wrong=case.told)


@check(weight=0.5, after=multi_head_by_hand, about="multi_head")
def multi_head_gradient(student: Student, ctx: Context) -> None:
    """Gradients by x and by all four matrices"""
    for case in drawn_heads(ctx, torch.float64):
        rows = ctx.randn(*case.x.shape, dtype=torch.float64)
        answer = student.call("multi_head", **vars(case))
        require_projected(answer, answer_of, rows, ["x", "w_q", "w_k", "w_v", "w_o"])


@check(weight=0.5, after=multi_head_by_hand, about="multi_head", form=True)
def multi_head_errors(student: Student, ctx: Context) -> None:
    """A number of heads that does not divide D is refused"""
    for dim, heads in UNEVEN:
        matrices = (ctx.randn(dim, dim) for _ in range(4))
        answer = student.call("multi_head", ctx.randn(2, 3, dim), *matrices, heads)
        answer.should_raise(ValueError, why=said("num_heads does not divide D"))
