"""Checks of `sequences/transformer`: attention alone, and the mask it lives by."""

from dataclasses import replace
from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, repeats, seen, texts
from autograder.checking.models.asked import Plan
from autograder.checking.models.differentiated import reaches_parameters
from autograder.checking.models.learned_texts import FLOORS
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.slips import Slips
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_transformer import by_hand
from .for_transformer.heads import UNEVEN, answer_of, drawn_heads, large_heads
from .for_transformer.laws import Question, drawn_questions, large_questions
from .for_transformer.model import DEFAULT, LENGTHS, MODEL, built, require_forms
from .for_transformer.picture import drawn_influences
from .for_transformer.played import PlayedLM
from .for_transformer.waves import ODD, SIZES, Waves
from .shared.hints import CALLABLE, hinted
from .shared.learned import learns_letters
from .shared.precision import BOTH, precisely

SQUARE = said("A row for each token that is replaced, a column for each place: (T, T).")
OF_LOGITS = said("The result has the dtype of the logits.")
FLOAT32 = said("The vectors come in float32, whatever they are computed in.")
VECTORS = said("A row for each place: (length, dim).")
SHIFTED = said("Tokens go in one place later, after a start of the model's own, all but the last.")
PLACES = said("Attention alone does not know places: add a vector for each to those of the tokens.")
ADVICE = said(
    "Check that something is added back around attention and network, that scores are divided by "
    "the root of a head's size, that logits are not squeezed by a softmax, and that the vectors of "
    "tokens are not many times as large as those of places: numbers of nn.Embedding are around 1."
)
MAX_LENGTH = 64  # of a model that is not told another
HURRIED = 100  # steps, after which most right ones are 0.13 to 0.29 nats above the law
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
    model, dtype = case.played().oracle(), case.dtype
    given = student.call("influence", model=model, tokens=case.tokens, num_tokens=case.num_tokens)
    answer = given.hint(shape=SQUARE, dtype=OF_LOGITS)
    precisely(answer, case.want, dtype, slips=slips, wrong=wrong, rounding=case.rounding)


@check(weight=0.5, after=influence_by_hand, about="influence")
def influence_calls(student: Student, ctx: Context) -> None:
    """No more than 1 + T·V calls of the model"""
    for case in drawn_questions(ctx, torch.float32):
        played = case.played()
        given = played.oracle(), case.tokens, case.num_tokens
        student.call("influence", *given).should_have_shape(case.places, case.places)
        played.require_few_calls()


@check(weight=0.1, after=influence_by_hand, about="influence", form=True)
def influence_takes_any_callable(student: Student, ctx: Context) -> None:
    """`influence` takes any callable for a model"""
    case = next(drawn_questions(ctx, torch.float32))
    model = replace(case.played().oracle(), plain=True)
    with hinted(CALLABLE):
        answer = student.call("influence", model, case.tokens, case.num_tokens)
        answer.should_have_shape(case.places, case.places)


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
    far = Waves(ctx.between(5001, 6000), 4)  # angles of float32 are that exact there
    answer = student.call("positions", **vars(far)).hint(shape=VECTORS, dtype=FLOAT32)
    answer.should_equal(far.want, atol=1e-2, dtype=torch.float32, each=True)


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


@check(weight=0.5, visible=True, about="TransformerLM", form=True)
def transformer_shapes(student: Student, ctx: Context) -> None:
    """Logits of texts of 1 to max_length tokens, in both precisions"""
    with hinted(LENGTHS):
        for batch, length in ((2, 5), (1, 1), (1, MAX_LENGTH)):
            require_forms(built(student, 6), batch, length, 6)
        small = built(student, num_tokens=3, dim=8, num_heads=2, num_layers=1, max_length=5)
        for batch, length in ((4, 5), (2, 1)):
            require_forms(small, batch, length, 3)
        require_forms(built(student, 4, 6, 1, 3, 4), 3, 4, 4)


@check(visible=True, after=transformer_shapes, about="TransformerLM", essential=True)
def transformer_is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of TransformerLM depends on its own token or a later one"""
    plan = Plan(TextLayout(6, 4), layers=2)
    return causal.is_causal(student, MODEL, plan, ctx.generator(), show=True)


@check(weight=2, after=transformer_is_causal, about="TransformerLM", essential=True)
def transformer_stays_causal(student: Student, ctx: Context) -> None:
    """TransformerLM is causal for any texts, with any layers, also in training mode"""
    draw, values = ctx.generator(), ctx.between(3, 5)
    stays = Plan(TextLayout(ctx.between(7, 8), values), layers=1, hidden=8)
    causal.stays_causal(student, MODEL, stays, draw)
    elsewhere = Plan(TextLayout(5, values + 1), layers=3)
    causal.is_causal_elsewhere(student, MODEL, elsewhere, draw)
    causal.is_causal_beyond(student, DEFAULT, Plan(TextLayout(MAX_LENGTH, 6)), draw)


@check(weight=1.5, after=transformer_shapes, about="TransformerLM", essential=True)
def transformer_is_repeatable(student: Student, ctx: Context) -> None:
    """The same text has the same answer, in both modes, in any batch, and cut off anywhere"""
    draw = ctx.generator()
    repeats.is_repeatable(student, MODEL, Plan(TextLayout(5, 4), layers=2), draw)
    for length in (7, ctx.between(40, MAX_LENGTH)):
        texts.agrees_when_cut(student, MODEL, Plan(TextLayout(length, 4), layers=1), draw)


@check(after=transformer_is_causal, about="TransformerLM")
def transformer_sees_all_earlier(student: Student, ctx: Context) -> None:
    """Each logit depends on every token before it, with one layer and with more"""
    draw = ctx.generator()
    for kind, layers in ((MODEL, 1), (DEFAULT, 2)):
        plan = Plan(TextLayout(8, ctx.between(3, 4)), layers=layers)
        seen.uses_all_earlier(student, kind, plan, draw, SHIFTED)


@check(after=transformer_is_causal, about="TransformerLM")
def transformer_tells_order(student: Student, ctx: Context) -> None:
    """Even with one layer, each logit depends on the order of any two tokens before it"""
    plan = Plan(TextLayout(8, ctx.between(3, 5)), layers=1)
    texts.tells_order(student, MODEL, plan, ctx.generator(), PLACES)


@check(weight=0.5, after=transformer_is_repeatable, about="TransformerLM")
def transformer_gradient(student: Student, ctx: Context) -> None:
    """Gradients of the logits reach every layer, and the vectors of tokens"""
    plan = Plan(TextLayout(6, 4), layers=2)
    reaches_parameters(student, MODEL, plan, ctx.generator())


@check(
    weight=2,
    after=(transformer_is_causal, transformer_is_repeatable, transformer_gradient),
    false_alarm=FLOORS,
    about="TransformerLM",
)
def transformer_learns(student: Student, ctx: Context) -> None:
    """Trained by the protocol on texts of a secret law, TransformerLM comes close to the law"""
    learns_letters(student, ctx, DEFAULT, ADVICE, HURRIED)
