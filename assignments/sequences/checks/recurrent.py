"""Checks of `sequences/recurrent`: a state that carries the text along."""

from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, repeats, seen, texts
from autograder.checking.models.asked import Plan
from autograder.checking.models.differentiated import reaches_parameters
from autograder.checking.models.learned_texts import FLOORS
from autograder.checking.models.streamed import streams
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_recurrent import by_hand, cases, truth
from .for_recurrent.cell import lstm_row, lstm_slips, lstm_step
from .for_recurrent.model import DEFAULT, MODEL, built, require_logits, require_pairs
from .for_recurrent.norms import require_norms
from .for_recurrent.pair import asked_pair, require_pair
from .for_recurrent.picture import drawn_norms
from .for_recurrent.pulled import asked_without_grad, require_no_traces, require_pulled
from .shared.learned import learns_letters
from .shared.precision import BOTH, DTYPE, precisely

STATE_SHAPE = said("One state for each text: (B, H).")
STATES_SHAPE = said("A state after each token: (B, T, H), h_1 to h_T.")
NORMS_SHAPE = said("One norm for each token: (T,).")
CARRIES = said("A state that is detached, or made anew, does that.")
GATES = said("c' = σ(f) c + σ(i) tanh(g), and h' = σ(o) tanh(c').")
LEARNS = said(
    "Check that the state carries the last tokens along, that gradients reach back through it, "
    "and that logits are not squeezed by a softmax or a σ."
)
HURRIED = 60  # steps, after which right ones are 0.09 to 0.16 nats above the law
ORDER = said("It has to know in what order tokens came.")


@check(weight=0.5, visible=True, about="rnn_step")
def rnn_step_by_hand(student: Student, ctx: Context) -> None:
    """Two states of two units, and one token each"""
    given = by_hand.H, by_hand.E, by_hand.WEIGHT_H, by_hand.WEIGHT_E, by_hand.BIAS
    answer = student.call("rnn_step", *given).hint(shape=STATE_SHAPE)
    precisely(answer, by_hand.STEP, torch.float32, slips=by_hand.STEP_SLIPS)


@check(weight=1.5, after=rnn_step_by_hand, about="rnn_step", essential=True)
def rnn_step_values(student: Student, ctx: Context) -> None:
    """One step of any size, in both precisions"""
    for dtype in BOTH:
        for net in cases.steps(ctx, dtype):
            answer = student.call("rnn_step", *net.given).hint(shape=STATE_SHAPE)
            slips = partial(truth.step_slips, net.double)
            precisely(answer, truth.step(net.double), dtype, slips=slips)


@check(weight=0.3, after=rnn_step_by_hand, about="rnn_step", form=True)
def rnn_step_keeps_arguments(student: Student, ctx: Context) -> None:
    """`rnn_step` leaves its arguments as they were, given by name, and answers in their dtype"""
    for dtype in BOTH:
        net = cases.drawn(ctx, (3,), (4, 2), dtype)
        answer = student.call("rnn_step", **net.named).hint(shape=STATE_SHAPE, dtype=DTYPE)
        answer.should_have_shape(3, 4, dtype=dtype)


@check(weight=0.3, after=rnn_step_by_hand, about="rnn_step")
def rnn_step_large(student: Student, ctx: Context) -> None:
    """States where exp overflows"""
    for dtype in BOTH:
        net = cases.large(ctx, dtype)
        precisely(student.call("rnn_step", **net.named), truth.step(net.double), dtype)


@check(weight=0.5, after=rnn_step_values, about="rnn_step")
def rnn_step_gradient(student: Student, ctx: Context) -> None:
    """The gradient of one step by all that goes in"""
    net = cases.drawn(ctx, (3,), (4, 2), torch.float64)
    rows = ctx.randn(3, 4, dtype=torch.float64)
    require_projected(student.call("rnn_step", **net.named), truth.rnn_step, rows, [*net.named])


@check(weight=0.5, visible=True, about="rnn")
def rnn_by_hand(student: Student, ctx: Context) -> None:
    """Three tokens, from the first state on"""
    given = by_hand.H[:1], by_hand.TEXT, by_hand.WEIGHT_H, by_hand.WEIGHT_E, by_hand.BIAS
    answer = student.call("rnn", *given).hint(shape=STATES_SHAPE)
    precisely(answer, by_hand.STATES, torch.float32, slips=by_hand.STATES_SLIPS)


@check(weight=1.5, after=rnn_by_hand, about="rnn", essential=True)
def rnn_values(student: Student, ctx: Context) -> None:
    """Texts of any length, in any batch"""
    for dtype in BOTH:
        for net in cases.walks(ctx, dtype):
            answer = student.call("rnn", *net.given).hint(shape=STATES_SHAPE)
            slips = partial(truth.walk_slips, net.double)
            precisely(answer, truth.walk(net.double), dtype, slips=slips)


@check(weight=0.3, after=rnn_by_hand, about="rnn")
def rnn_one_token(student: Student, ctx: Context) -> None:
    """Texts of one token"""
    for batch in (1, 3):
        net = cases.drawn(ctx, (batch,), (5, 3), torch.float32, 1.0, 1)
        answer = student.call("rnn", *net.given).hint(shape=STATES_SHAPE)
        precisely(answer, truth.walk(net.double), torch.float32)


@check(weight=0.3, after=rnn_by_hand, about="rnn", form=True)
def rnn_keeps_arguments(student: Student, ctx: Context) -> None:
    """`rnn` leaves its arguments as they were, given by name, and answers in their dtype"""
    for dtype in BOTH:
        net = cases.drawn(ctx, (2,), (4, 3), dtype, 1.0, 5)
        answer = student.call("rnn", **net.named).hint(shape=STATES_SHAPE, dtype=DTYPE)
        answer.should_have_shape(2, 5, 4, dtype=dtype)


@check(weight=1, after=rnn_values, about="rnn")
def rnn_gradient(student: Student, ctx: Context) -> None:
    """The gradient of all states reaches back to the first one, and to every token"""
    net = cases.drawn(ctx, (2,), (3, 2), torch.float64, 1.0, 5)
    rows = ctx.randn(2, 5, 3, dtype=torch.float64)
    require_projected(student.call("rnn", **net.named), truth.rnn, rows, [*net.named])


@check(weight=1, visible=True, about="gradient_norms")
def gradient_norms_by_hand(student: Student, ctx: Context) -> Passed:
    """Three tokens whose steps all multiply by [[1, 1], [0, 1]]"""
    given = by_hand.FIXED, by_hand.ONES, by_hand.STEEP_H, by_hand.STEEP_E, by_hand.STEADY
    draw = partial(drawn_norms, student)
    with explained(draw):
        answer = student.call("gradient_norms", *given).hint(shape=NORMS_SHAPE)
        slips, told = by_hand.NORM_SLIPS, by_hand.norms_told
        precisely(answer, by_hand.NORMS, torch.float32, slips=slips, wrong=told)
    return Passed(picture=draw)


@check(weight=2, after=gradient_norms_by_hand, about="gradient_norms", essential=True)
def gradient_norms_values(student: Student, ctx: Context) -> None:
    """Norms for texts of any length, in both precisions"""
    for dtype in BOTH:
        for net in cases.texts(ctx, dtype):
            require_norms(student, net, dtype)


@check(weight=1, after=gradient_norms_values, about="gradient_norms")
def gradient_norms_fading(student: Student, ctx: Context) -> None:
    """Norms of a long text, right to a millionth of themselves however small they are"""
    require_norms(student, cases.fading(ctx), torch.float64)


@check(weight=0.3, after=gradient_norms_by_hand, about="gradient_norms", form=True)
def gradient_norms_keep_arguments(student: Student, ctx: Context) -> None:
    """`gradient_norms` leaves its arguments as they were, given by name, and keeps their dtype"""
    for dtype in BOTH:
        net = cases.drawn(ctx, (), (3, 2), dtype, 1.0, 4)
        answer = student.call("gradient_norms", **net.named).hint(shape=NORMS_SHAPE, dtype=DTYPE)
        answer.should_have_shape(4, dtype=dtype)


@check(weight=1, after=gradient_norms_values, about="gradient_norms")
def gradient_norms_leave_no_trace(student: Student, ctx: Context) -> None:
    """The norms require no grad, touch no `.grad`, and are the same under torch.no_grad()"""
    net = cases.drawn(ctx, (), (3, 2), torch.float64, 1.0, 4)
    require_no_traces(student, "gradient_norms", net.named)
    require_norms(student, net, torch.float64, asked_without_grad)


@check(weight=1, visible=True, about="lstm_step")
def lstm_step_by_hand(student: Student, ctx: Context) -> None:
    """Two units whose gates all differ"""
    given = by_hand.X, by_hand.OUTPUT, by_hand.CELL
    weights = by_hand.GATES_X, by_hand.GATES_H, by_hand.GATES_BIAS
    got = asked_pair(student, (1, 2), torch.float32, *given, *weights)
    slips = by_hand.order_slips, by_hand.STEPPED_SLIPS
    require_pair(got, by_hand.STEPPED, slips, by_hand.stepped_told)


@check(weight=2, after=lstm_step_by_hand, about="lstm_step", essential=True)
def lstm_step_values(student: Student, ctx: Context) -> None:
    """One step of an LSTM of any size, in both precisions"""
    for dtype in BOTH:
        for cell in cases.cells(ctx, dtype):
            got = asked_pair(student, cell.size, dtype, *cell.given)
            require_pair(got, lstm_row(cell.double), partial(lstm_slips, cell.double), GATES)


@check(weight=0.3, after=lstm_step_by_hand, about="lstm_step", form=True)
def lstm_step_keeps_arguments(student: Student, ctx: Context) -> None:
    """`lstm_step` leaves its arguments as they were, given by name, and answers in their dtype"""
    for dtype in BOTH:
        asked_pair(student, (3, 2), dtype, **cases.drawn_cell(ctx, (3, 2, 4), dtype).named)


@check(weight=0.3, after=lstm_step_by_hand, about="lstm_step")
def lstm_step_large(student: Student, ctx: Context) -> None:
    """Gates that are open or shut for good, where exp overflows"""
    for dtype in BOTH:
        cell = cases.large_cell(ctx, dtype)
        got = asked_pair(student, cell.size, dtype, *cell.given)
        require_pair(got, lstm_row(cell.double), {}, GATES)


@check(weight=1, after=lstm_step_values, about="lstm_step")
def lstm_step_gradient(student: Student, ctx: Context) -> None:
    """The gradients of h' and of c' by all that goes in"""
    cell = cases.drawn_cell(ctx, (2, 3, 2), torch.float64)
    rows = ctx.randn(2, 2, 3, dtype=torch.float64)
    require_pulled(student, "lstm_step", cell.named, lstm_step, list(rows))


@check(weight=1, visible=True, about="RecurrentLM", form=True)
def lm_shapes(student: Student, ctx: Context) -> None:
    """RecurrentLM takes texts of any length in any batch, in both precisions"""
    for dtype in BOTH:
        require_logits(built(student, dtype, 6), 3, 5, 6, dtype)
        require_logits(built(student, dtype, num_tokens=2, dim=3, hidden=5), 1, 1, 2, dtype)
    require_logits(built(student, torch.float32, 4, 5, 5), 2, 30, 4, torch.float32)


@check(weight=0.5, visible=True, after=lm_shapes, about="RecurrentLM", form=True)
def lm_step_shapes(student: Student, ctx: Context) -> None:
    """`begin` and `step` each return logits (B, V) and a state, in both precisions"""
    for dtype in BOTH:
        require_pairs(built(student, dtype, 6), 3, 6, dtype)
        require_pairs(built(student, dtype, num_tokens=2, dim=3, hidden=5), 1, 2, dtype)


@check(weight=1, visible=True, after=lm_shapes, about="RecurrentLM", essential=True)
def lm_is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of RecurrentLM depends on its own token or a later one"""
    return causal.is_causal(student, MODEL, Plan(TextLayout(6, 4)), ctx.generator(), show=True)


@check(weight=1.5, after=lm_is_causal, about="RecurrentLM", essential=True)
def lm_stays_causal(student: Student, ctx: Context) -> None:
    """RecurrentLM is causal for any texts, also in training mode"""
    draw, length, values = ctx.generator(), ctx.between(7, 8), ctx.between(3, 5)
    causal.stays_causal(student, MODEL, Plan(TextLayout(length, values)), draw)
    causal.is_causal_elsewhere(student, DEFAULT, Plan(TextLayout(5, values + 1)), draw)
    causal.is_causal_beyond(student, MODEL, Plan(TextLayout(ctx.between(20, 30), 6)), draw)


@check(weight=1.5, after=lm_shapes, about="RecurrentLM", essential=True)
def lm_is_repeatable(student: Student, ctx: Context) -> None:
    """The same text has the same answer, at any time, in any batch, and cut off anywhere"""
    draw = ctx.generator()
    repeats.is_repeatable(student, MODEL, Plan(TextLayout(5, 4)), draw)
    for length in (7, ctx.between(20, 30)):
        texts.agrees_when_cut(student, MODEL, Plan(TextLayout(length, 4)), draw)


@check(weight=1, after=lm_is_causal, about="RecurrentLM")
def lm_sees_all_earlier(student: Student, ctx: Context) -> None:
    """Each logit of RecurrentLM depends on every token before it, and on their order"""
    draw = ctx.generator()
    seen.uses_all_earlier(student, DEFAULT, Plan(TextLayout(5, ctx.between(3, 5))), draw)
    texts.tells_order(student, DEFAULT, Plan(TextLayout(5, ctx.between(3, 5))), draw, ORDER)


@check(weight=2, after=(lm_step_shapes, lm_is_causal, lm_is_repeatable), about="RecurrentLM")
def lm_steps(student: Student, ctx: Context) -> None:
    """`begin` and `step` give what `forward` gives, from any state that was returned"""
    draw = ctx.generator()
    for length in (6, ctx.between(20, 30)):
        streams(student, MODEL, Plan(TextLayout(length, 4)), draw)


@check(weight=0.5, after=lm_shapes, about="RecurrentLM")
def lm_gradient(student: Student, ctx: Context) -> None:
    """The gradients of the logits reach back to the first token"""
    plan = Plan(TextLayout(6, 4))
    reaches_parameters(student, MODEL, plan, ctx.generator(), CARRIES)


@check(
    weight=1.5,
    after=(lm_is_causal, lm_is_repeatable, lm_gradient),
    false_alarm=FLOORS,
    about="RecurrentLM",
)
def lm_learns(student: Student, ctx: Context) -> None:
    """Trained by the protocol on texts of a secret law, RecurrentLM comes close to the law"""
    learns_letters(student, ctx, DEFAULT, LEARNS, HURRIED)
