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
from .for_recurrent.learned import learns_letters
from .for_recurrent.model import DEFAULT, MODEL, built, require_forms
from .for_recurrent.norms import require_norms
from .for_recurrent.pair import asked_pair, require_pair
from .for_recurrent.picture import drawn_norms
from .for_recurrent.pulled import asked_without_grad, require_no_traces, require_pulled
from .shared.precision import BOTH, precisely

STATE_SHAPE = said("One state for each text: (B, H).")
STATES_SHAPE = said("A state after each token: (B, T, H), h_1 to h_T.")
NORMS_SHAPE = said("One norm for each token: (T,).")
CARRIES = said("A state that is detached, or made anew, does that.")
GATES = said("c' = σ(f) c + σ(i) tanh(g), and h' = σ(o) tanh(c').")
ORDER = said("It has to know in what order tokens came.")


@check(weight=0.5, visible=True, about="rnn_step")
def rnn_step_by_hand(student: Student, ctx: Context) -> None:
    """Two states of two units, and one token each"""
    given = by_hand.H, by_hand.E, by_hand.WEIGHT_H, by_hand.WEIGHT_E, by_hand.BIAS
    answer = student.call("rnn_step", *given).hint(shape=STATE_SHAPE)
    precisely(answer, by_hand.STEP, torch.float32, slips=by_hand.STEP_SLIPS)


@check(weight=1.5, after=rnn_step_by_hand, about="rnn_step", essential=True)
def rnn_step_values(student: Student, ctx: Context) -> None:
    """One step of any size, in both precisions, also where exp overflows"""
    for dtype in BOTH:
        for net in (*cases.steps(ctx, dtype), cases.large(ctx, dtype)):
            answer = student.call("rnn_step", **net.named).hint(shape=STATE_SHAPE)
            slips = partial(truth.step_slips, net.double)
            precisely(answer, truth.step(net.double), dtype, slips=slips)


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
    """Texts of any length, one token, too, in any batch"""
    for dtype in BOTH:
        for net in cases.walks(ctx, dtype):
            answer = student.call("rnn", **net.named).hint(shape=STATES_SHAPE)
            slips = partial(truth.walk_slips, net.double)
            precisely(answer, truth.walk(net.double), dtype, slips=slips)


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
        precisely(answer, by_hand.NORMS, torch.float32, slips=by_hand.NORM_SLIPS)
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


@check(weight=1, after=gradient_norms_values, about="gradient_norms")
def gradient_norms_leave_no_trace(student: Student, ctx: Context) -> None:
    """The norms require no grad, touch no `.grad`, and are the same under torch.no_grad()"""
    net = cases.drawn(ctx, (), (3, 2), torch.float64, 1.0, 4)
    require_no_traces(student, "gradient_norms", net.named)
    require_norms(student, net, torch.float64, asked_without_grad)


@check(weight=1, visible=True, about="lstm_step")
def lstm_step_by_hand(student: Student, ctx: Context) -> None:
    """Two units whose gates all differ"""
    given = {"x": by_hand.X, "h": by_hand.OUTPUT, "c": by_hand.CELL}
    weights = {"weight_x": by_hand.GATES_X, "weight_h": by_hand.GATES_H, "bias": by_hand.GATES_BIAS}
    got = asked_pair(student, (1, 2), torch.float32, **given, **weights)
    slips = by_hand.order_slips, by_hand.STEPPED_SLIPS
    require_pair(got, by_hand.STEPPED, slips, by_hand.stepped_told)


@check(weight=2, after=lstm_step_by_hand, about="lstm_step", essential=True)
def lstm_step_values(student: Student, ctx: Context) -> None:
    """One step of an LSTM of any size, in both precisions, also where exp overflows"""
    for dtype in BOTH:
        for cell in (*cases.cells(ctx, dtype), cases.large_cell(ctx, dtype)):
            got = asked_pair(student, (len(cell.h), cell.h.shape[1]), dtype, **cell.named)
            require_pair(got, lstm_row(cell.double), partial(lstm_slips, cell.double), GATES)


@check(weight=1, after=lstm_step_values, about="lstm_step")
def lstm_step_gradient(student: Student, ctx: Context) -> None:
    """The gradients of h' and of c' by all that goes in"""
    cell = cases.drawn_cell(ctx, (2, 3, 2), torch.float64)
    rows = ctx.randn(2, 2, 3, dtype=torch.float64)
    require_pulled(student, "lstm_step", cell.named, lstm_step, list(rows))


@check(weight=1, visible=True, about="RecurrentLM", form=True)
def lm_shapes(student: Student, ctx: Context) -> None:
    """RecurrentLM takes texts of any length, as a whole and step by step, in both precisions"""
    for dtype in BOTH:
        require_forms(built(student, dtype, 6), 3, 5, 6, dtype)
        require_forms(built(student, dtype, num_tokens=2, dim=3, hidden=5), 1, 1, 2, dtype)
    require_forms(built(student, torch.float32, 4, 5, 5), 2, 30, 4, torch.float32)


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
    texts.agrees_when_cut(student, MODEL, Plan(TextLayout(7, 4)), draw)


@check(weight=1, after=lm_is_causal, about="RecurrentLM")
def lm_sees_all_earlier(student: Student, ctx: Context) -> None:
    """Each logit of RecurrentLM depends on every token before it, and on their order"""
    draw = ctx.generator()
    seen.uses_all_earlier(student, DEFAULT, Plan(TextLayout(5, ctx.between(3, 5))), draw)
    texts.tells_order(student, DEFAULT, Plan(TextLayout(5, ctx.between(3, 5))), draw, ORDER)


@check(weight=2, after=(lm_is_causal, lm_is_repeatable), about="RecurrentLM")
def lm_steps(student: Student, ctx: Context) -> None:
    """`begin` and `step` give what `forward` gives, from any state that was returned"""
    streams(student, MODEL, Plan(TextLayout(6, 4)), ctx.generator())


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
    learns_letters(student, ctx, DEFAULT)
