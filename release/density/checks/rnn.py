"""Checks of `density/rnn`: a state that carries the whole past along."""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import listed, said
from .for_rnn.by_hand import BIT_SLIPS, BITS, CERTAIN, CERTAIN_BITS, LAW, NAT_SLIPS, NATS, ROWS, SHIFT_SLIPS, SHIFTED, WALKED, ZEROS_FIRST
from .for_rnn.model import ANY_LENGTH, ONE_EACH, built, read
from .for_rnn.picture import drawn_logits
from .for_rnn.walks import BY_STEPS, Walk, walk_mistake
from .shared.hints import hinted
from .shared.mass import ONE_PER_ROW, require_mass
DTYPES = (torch.float32, torch.float64)
LENGTHS = (1, 2, 7, 12, 13)
FEED_BITS = said('update takes zeros and ones. Feed the bit that was drawn, not its probability or its sign.')
OF_READ = said('Rows come in the dtype that `read` gives.')

@check(weight=1, visible=True, about='shift_right')
def shift_by_hand(student: Student, ctx: Context) -> None:
    """Two rows of three columns, shifted to the right"""
    student.call('shift_right', ROWS).should_equal(SHIFTED, slips=SHIFT_SLIPS, wrong=ZEROS_FIRST)

@check
def shift_values(student, ctx):
    """Rows of any length, shifted into a new tensor of their dtype"""
    raise RuntimeError('this check is asked in grading only')

@check
def shift_gradient(student, ctx):
    """The gradient of shift_right is a shift to the left"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='RNNDensity', form=True)
def rnn_shapes(student: Student, ctx: Context) -> Passed:
    """RNNDensity has one state and one logit for each row, and takes rows of any length"""
    with hinted(ANY_LENGTH):
        default = student.construct('RNNDensity')
        default.call('forward', torch.ones(2, 5)).should_have_shape(2, 5)
    model = built(student, torch.float32, 0)
    x = torch.ones(3, 2)
    first = model.construct('start', 3)
    second = model.construct('update', first, torch.ones(3))
    for state in (first, second, model.construct('update', second, torch.ones(3))):
        if state.call_plain('dim') != 2 or state.call_plain('size', 0) != 3:
            raise Failed(said('A state has shape (B, S): one row of S numbers for each row of x.'))
        read(model, state, x)
    for dims in LENGTHS:
        x = ctx.bernoulli(3, dims)
        with hinted(ANY_LENGTH):
            logits = model.call('forward', x).hint(shape=listed([ONE_EACH, ANY_LENGTH]))
            logits.should_have_shape(3, dims, dtype=torch.float32)
            model.call('log_prob', x).hint(shape=ONE_PER_ROW).should_have_shape(3)
    return Passed(picture=partial(drawn_logits, student))

@check(weight=1, visible=True, after=rnn_shapes, about='RNNDensity', essential=True)
def rnn_mass_is_one(student: Student, ctx: Context) -> None:
    """RNNDensity's probabilities of all rows of six bits sum to one"""
    model = built(student, torch.float32, 1)
    model.train(ctx.bernoulli(64, 6, p=0.7), loss='log_prob', steps=20, batch_size=16, lr=0.01)
    model.mode()
    require_mass(model, 'RNNDensity', 6, torch.float32)

@check
def rnn_values(student, ctx):
    """forward gives what start, read and update give, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_is_causal(student, ctx):
    """No logit of RNNDensity depends on its own bit or a later one"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_sees_all_earlier(student, ctx):
    """Every logit of RNNDensity depends on all earlier bits"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_is_repeatable(student, ctx):
    """The same row has the same answer, at any time, in any batch, and with walks in turns"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_gradient(student, ctx):
    """The gradients of log_prob by all parameters reach back to the first bit"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_learns(student, ctx):
    """A trained RNNDensity has found out that rows repeat themselves"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='step_log_prob')
def step_log_prob_by_hand(student: Student, ctx: Context) -> None:
    """Three bits of a model that is played for you"""
    walk = Walk(LAW, WALKED, 'step_log_prob', torch.float32)
    with hinted(BY_STEPS):
        answer = student.call('step_log_prob', walk.oracle(), BITS).hint(shape=ONE_PER_ROW)
        answer.should_equal(NATS, slips=NAT_SLIPS, wrong=partial(_told_of_walk, walk))

@check
def step_log_prob_values(student, ctx):
    """log P(x) of rows of any length, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def step_log_prob_large_logits(student, ctx):
    """log P(x) by logits of ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def step_log_prob_calls(student, ctx):
    """step_log_prob starts once, and reads once for each column"""
    raise RuntimeError('this check is asked in grading only')

@check
def step_log_prob_gradient(student, ctx):
    """Gradients of step_log_prob reach the parameters of the model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='step_sample')
def step_sample_by_hand(student: Student, ctx: Context) -> None:
    """Certain bits of a model that is played for you"""
    for dtype in DTYPES:
        walk = Walk(CERTAIN, WALKED, 'step_sample', dtype, FEED_BITS)
        with hinted(BY_STEPS):
            answer = student.call('step_sample', walk.oracle(), 2, 3)
            want = CERTAIN_BITS.to(dtype).expand(2, -1)
            told = partial(_told_of_walk, walk)
            answer.hint(dtype=OF_READ).should_equal(want, slips=BIT_SLIPS, wrong=told, dtype=dtype)
    walk = Walk(CERTAIN, WALKED, 'step_sample', torch.float32)
    student.call('step_sample', walk.oracle(), 3, 1).should_equal(torch.ones(3, 1))
    if student.requires_grad('step_sample', built(student, torch.float32, 0), 2, 3):
        raise Failed(said('The rows of `step_sample` require grad. Sample under torch.no_grad().'))

@check
def step_sample_samples(student, ctx):
    """Rows of step_sample follow the model that it walks"""
    raise RuntimeError('this check is asked in grading only')

@check
def step_sample_generator(student, ctx):
    """Rows of step_sample come from the generator, and move it on"""
    raise RuntimeError('this check is asked in grading only')

@check
def step_sample_calls(student, ctx):
    """step_sample starts once, and reads once for each column"""
    raise RuntimeError('this check is asked in grading only')

def _told_of_walk(walk: Walk, _: Tensor) -> str:
    return walk_mistake(walk)
