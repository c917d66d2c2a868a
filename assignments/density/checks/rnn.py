"""Checks of `density/rnn`: a state that carries the whole past along."""

from functools import partial

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, seen
from autograder.checking.models.asked import Plan
from autograder.checking.models.layout import RowLayout
from autograder.checking.slips import Slips
from autograder.checking.student import Failed, Student
from autograder.probes.rows import Rows
from autograder.probes.sampling import ALPHA, FALSE_ALARM
from autograder.text.i18n import listed, said

from .for_rnn.by_hand import (
    BIT_SLIPS,
    BITS,
    CERTAIN,
    CERTAIN_BITS,
    LAW,
    NAT_SLIPS,
    NATS,
    ROWS,
    SHIFT_SLIPS,
    SHIFTED,
    WALKED,
    ZEROS_FIRST,
)
from .for_rnn.copies import learns_copies
from .for_rnn.law import (
    SCALES,
    require_large,
    require_walked_generator,
    require_walked_gradient,
    require_walked_nats,
    require_walked_rows,
    sample_calls,
)
from .for_rnn.model import (
    ANY_LENGTH,
    ONE_EACH,
    RNN,
    built,
    read,
)
from .for_rnn.picture import drawn_logits
from .for_rnn.steps import require_state_kept, require_steps_agree, require_turns, walked
from .for_rnn.walks import BY_STEPS, Walk, require_calls, walk_mistake
from .shared.differences import require_gradients
from .shared.generators import FAIR
from .shared.hints import hinted
from .shared.mass import OF_THE_MODEL, ONE_PER_ROW, require_mass
from .shared.nats import require_log_prob
from .shared.repeated import require_same_answers

DTYPES = (torch.float32, torch.float64)
LENGTHS = (1, 2, 7, 12, 13)
FEED_BITS = said(
    "update takes zeros and ones. Feed the bit that was drawn, not its probability or its sign."
)
OF_READ = said("Rows come in the dtype that `read` gives.")
DETACHED = said(
    "Gradients of log_prob are wrong: the state is detached, so that training cannot reach back, "
    "or some parameter is read past autograd."
)
ALL_EARLIER = said("Each logit depends on all earlier bits: look for a state that forgets.")


@check(weight=1, visible=True, about="shift_right")
def shift_by_hand(student: Student, ctx: Context) -> None:
    """Two rows of three columns, shifted to the right"""
    student.call("shift_right", ROWS).should_equal(SHIFTED, slips=SHIFT_SLIPS, wrong=ZEROS_FIRST)


@check(weight=1, after=shift_by_hand, about="shift_right")
def shift_values(student: Student, ctx: Context) -> None:
    """Rows of any length, shifted into a new tensor of their dtype"""
    for dtype in DTYPES:
        for rows, dims in ((3, 5), (4, 4), (2, 1)):
            x = ctx.randn(rows, dims, dtype=dtype)
            want = torch.cat([0 * x[:, :1], x[:, :-1]], 1)
            answer = student.call("shift_right", x=x).hint(dtype=said("The dtype is that of x."))
            alone: Slips = {"With one column there are zeros alone.": x} if dims == 1 else {}
            answer.should_equal(want, slips=alone, wrong=ZEROS_FIRST, dtype=dtype)
    answer.should_outlive(2 * x)


@check(weight=0.5, after=shift_values, about="shift_right")
def shift_gradient(student: Student, ctx: Context) -> None:
    """The gradient of shift_right is a shift to the left"""
    x, rows = ctx.randn(2, 4, dtype=torch.float64), ctx.randn(1, 2, 4, dtype=torch.float64)
    want = torch.cat([rows[:, :, 1:], 0 * rows[:, :, :1]], 2)
    student.call("shift_right", x=x).gradient("x", rows=rows).should_equal(want)


@check(weight=1, visible=True, about="RNNDensity", form=True)
def rnn_shapes(student: Student, ctx: Context) -> Passed:
    """RNNDensity has one state and one logit for each row, and takes rows of any length"""
    with hinted(ANY_LENGTH):
        default = student.construct("RNNDensity")
        default.call("forward", torch.ones(2, 5)).should_have_shape(2, 5)
    model = built(student, torch.float32, 0)
    x = torch.ones(3, 2)
    first = model.construct("start", 3)
    second = model.construct("update", first, torch.ones(3))
    for state in (first, second, model.construct("update", second, torch.ones(3))):
        if state.call_plain("dim") != 2 or state.call_plain("size", 0) != 3:
            raise Failed(said("A state has shape (B, S): one row of S numbers for each row of x."))
        read(model, state, x)
    for dims in LENGTHS:
        x = ctx.bernoulli(3, dims)
        with hinted(ANY_LENGTH):
            logits = model.call("forward", x).hint(shape=listed([ONE_EACH, ANY_LENGTH]))
            logits.should_have_shape(3, dims, dtype=torch.float32)
            model.call("log_prob", x).hint(shape=ONE_PER_ROW).should_have_shape(3)
    return Passed(picture=partial(drawn_logits, student))


@check(weight=1, visible=True, after=rnn_shapes, about="RNNDensity", essential=True)
def rnn_mass_is_one(student: Student, ctx: Context) -> None:
    """RNNDensity's probabilities of all rows of six bits sum to one"""
    model = built(student, torch.float32, 1)
    model.train(ctx.bernoulli(64, 6, p=0.7), loss="log_prob", steps=20, batch_size=16, lr=0.01)
    model.mode()
    require_mass(model, "RNNDensity", 6, torch.float32)


@check(weight=4, after=rnn_shapes, about="RNNDensity", essential=True)
def rnn_values(student: Student, ctx: Context) -> None:
    """forward gives what start, read and update give, in both precisions"""
    for dtype in (torch.float64, torch.float32):
        model = built(student, dtype, ctx.between(0, 1 << 30))
        with hinted(OF_THE_MODEL):
            require_state_kept(model, ctx.bernoulli(3, 2, dtype=dtype))
            for dims in (8, 1, 2, 30):
                require_steps_agree(model, ctx.bernoulli(4, dims, dtype=dtype))
        for dims in (7, 30):
            x = ctx.bernoulli(5, dims, dtype=dtype)
            require_log_prob(model, x, walked(model, x))


@check(weight=2, after=rnn_shapes, about="RNNDensity", essential=True)
def rnn_is_causal(student: Student, ctx: Context) -> None:
    """No logit of RNNDensity depends on its own bit or a later one"""
    draw = ctx.generator()
    for dims in (5, ctx.between(6, 9)):
        plan = Plan(RowLayout(Rows.of(dims)))
        causal.stays_causal(student, RNN, plan, draw)
        causal.is_causal_elsewhere(student, RNN, plan, draw)


@check(weight=1.5, after=rnn_shapes, about="RNNDensity")
def rnn_sees_all_earlier(student: Student, ctx: Context) -> None:
    """Every logit of RNNDensity depends on all earlier bits"""
    plan = Plan(RowLayout(Rows.of(8)), hidden=32)
    seen.uses_all_earlier(student, RNN, plan, ctx.generator(), ALL_EARLIER)


@check(weight=1.5, after=rnn_shapes, about="RNNDensity", essential=True)
def rnn_is_repeatable(student: Student, ctx: Context) -> None:
    """The same row has the same answer, at any time, in any batch, and with walks in turns"""
    require_turns(student, ctx)
    require_same_answers(student, ctx, RNN, torch.arange(5))


@check(weight=1, after=rnn_values, about="RNNDensity")
def rnn_gradient(student: Student, ctx: Context) -> None:
    """The gradients of log_prob by all parameters reach back to the first bit"""
    model = built(student, torch.float64, ctx.between(0, 1 << 30), hidden=6)
    require_gradients(model, ctx.bernoulli(4, 7, dtype=torch.float64), ctx, DETACHED)


@check(weight=1, after=(rnn_values, rnn_gradient, rnn_is_causal), about="RNNDensity")
def rnn_learns(student: Student, ctx: Context) -> Passed:
    """A trained RNNDensity has found out that rows repeat themselves"""
    return learns_copies(student, ctx)


@check(weight=1.5, visible=True, about="step_log_prob")
def step_log_prob_by_hand(student: Student, ctx: Context) -> None:
    """Three bits of a model that is played for you"""
    walk = Walk(LAW, WALKED, "step_log_prob", torch.float32)
    with hinted(BY_STEPS):
        answer = student.call("step_log_prob", walk.oracle(), BITS).hint(shape=ONE_PER_ROW)
        answer.should_equal(NATS, slips=NAT_SLIPS, wrong=partial(_told_of_walk, walk))


@check(weight=1, after=step_log_prob_by_hand, about="step_log_prob")
def step_log_prob_values(student: Student, ctx: Context) -> None:
    """log P(x) of rows of any length, in both precisions"""
    for dims in (5, 1, 2, 12):
        for dtype in DTYPES:
            require_walked_nats(student, ctx, dims, dtype)


@check(weight=0.5, after=step_log_prob_by_hand, about="step_log_prob")
def step_log_prob_large_logits(student: Student, ctx: Context) -> None:
    """log P(x) by logits of ±10,000"""
    for dtype in DTYPES:
        require_large(student, ctx, dtype)


@check(weight=0.5, after=step_log_prob_by_hand, about="step_log_prob")
def step_log_prob_calls(student: Student, ctx: Context) -> None:
    """step_log_prob starts once, and reads once for each column"""
    x = ctx.bernoulli(5, 3, dtype=torch.float64)
    walk = Walk(LAW, WALKED, "step_log_prob", tempting=True)
    student.call("step_log_prob", walk.oracle(), x).should_have_shape(5)
    require_calls(walk, 3)


@check(weight=0.5, after=step_log_prob_values, about="step_log_prob")
def step_log_prob_gradient(student: Student, ctx: Context) -> None:
    """Gradients of step_log_prob reach the parameters of the model"""
    require_walked_gradient(student, ctx)


@check(weight=1, visible=True, about="step_sample")
def step_sample_by_hand(student: Student, ctx: Context) -> None:
    """Certain bits of a model that is played for you"""
    for dtype in DTYPES:
        walk = Walk(CERTAIN, WALKED, "step_sample", dtype, FEED_BITS)
        with hinted(BY_STEPS):
            answer = student.call("step_sample", walk.oracle(), 2, 3)
            want = CERTAIN_BITS.to(dtype).expand(2, -1)
            told = partial(_told_of_walk, walk)
            answer.hint(dtype=OF_READ).should_equal(want, slips=BIT_SLIPS, wrong=told, dtype=dtype)
    walk = Walk(CERTAIN, WALKED, "step_sample", torch.float32)
    student.call("step_sample", walk.oracle(), 3, 1).should_equal(torch.ones(3, 1))
    if student.requires_grad("step_sample", built(student, torch.float32, 0), 2, 3):
        raise Failed(said("The rows of `step_sample` require grad. Sample under torch.no_grad()."))


@check(
    weight=2,
    after=step_sample_by_hand,
    false_alarm=2 * (FALSE_ALARM + ALPHA),  # of two laws, see `require_law`
    about="step_sample",
    essential=True,
)
def step_sample_samples(student: Student, ctx: Context) -> None:
    """Rows of step_sample follow the model that it walks"""
    for scale in SCALES:
        require_walked_rows(student, ctx, scale)


@check(weight=1, after=step_sample_by_hand, false_alarm=FAIR, about="step_sample")
def step_sample_generator(student: Student, ctx: Context) -> None:
    """Rows of step_sample come from the generator, and move it on"""
    require_walked_generator(student, ctx)


@check(weight=0.5, after=step_sample_by_hand, about="step_sample")
def step_sample_calls(student: Student, ctx: Context) -> None:
    """step_sample starts once, and reads once for each column"""
    require_calls(sample_calls(student, ctx, 4, 6), 6)


def _told_of_walk(walk: Walk, _: Tensor) -> str:
    return walk_mistake(walk)
