"""Checks of `sequences/recurrent`: a state that carries the text along."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal
from autograder.checking.models.asked import Plan
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_recurrent import by_hand
from .for_recurrent.model import MODEL, built, require_logits, require_pairs
from .for_recurrent.pair import asked_pair, require_pair
from .for_recurrent.picture import drawn_norms
from .shared.precision import BOTH, precisely
STATE_SHAPE = said('One state for each text: (B, H).')
STATES_SHAPE = said('A state after each token: (B, T, H), h_1 to h_T.')
NORMS_SHAPE = said('One norm for each token: (T,).')

@check(weight=0.5, visible=True, about='rnn_step')
def rnn_step_by_hand(student: Student, ctx: Context) -> None:
    """Two states of two units, and one token each"""
    given = (by_hand.H, by_hand.E, by_hand.WEIGHT_H, by_hand.WEIGHT_E, by_hand.BIAS)
    answer = student.call('rnn_step', *given).hint(shape=STATE_SHAPE)
    precisely(answer, by_hand.STEP, torch.float32, slips=by_hand.STEP_SLIPS)

@check
def rnn_step_values(student, ctx):
    """One step of any size, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_step_keeps_arguments(student, ctx):
    """`rnn_step` leaves its arguments as they were, given by name, and answers in their dtype"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_step_large(student, ctx):
    """States where exp overflows"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_step_gradient(student, ctx):
    """The gradient of one step by all that goes in"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='rnn')
def rnn_by_hand(student: Student, ctx: Context) -> None:
    """Three tokens, from the first state on"""
    given = (by_hand.H[:1], by_hand.TEXT, by_hand.WEIGHT_H, by_hand.WEIGHT_E, by_hand.BIAS)
    answer = student.call('rnn', *given).hint(shape=STATES_SHAPE)
    precisely(answer, by_hand.STATES, torch.float32, slips=by_hand.STATES_SLIPS)

@check
def rnn_values(student, ctx):
    """Texts of any length, in any batch"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_one_token(student, ctx):
    """Texts of one token"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_keeps_arguments(student, ctx):
    """`rnn` leaves its arguments as they were, given by name, and answers in their dtype"""
    raise RuntimeError('this check is asked in grading only')

@check
def rnn_gradient(student, ctx):
    """The gradient of all states reaches back to the first one, and to every token"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='gradient_norms')
def gradient_norms_by_hand(student: Student, ctx: Context) -> Passed:
    """Three tokens whose steps all multiply by [[1, 1], [0, 1]]"""
    given = (by_hand.FIXED, by_hand.ONES, by_hand.STEEP_H, by_hand.STEEP_E, by_hand.STEADY)
    draw = partial(drawn_norms, student)
    with explained(draw):
        answer = student.call('gradient_norms', *given).hint(shape=NORMS_SHAPE)
        slips, told = (by_hand.NORM_SLIPS, by_hand.norms_told)
        precisely(answer, by_hand.NORMS, torch.float32, slips=slips, wrong=told)
    return Passed(picture=draw)

@check
def gradient_norms_values(student, ctx):
    """Norms for texts of any length, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def gradient_norms_fading(student, ctx):
    """Norms of a long text, right to a millionth of themselves however small they are"""
    raise RuntimeError('this check is asked in grading only')

@check
def gradient_norms_keep_arguments(student, ctx):
    """`gradient_norms` leaves its arguments as they were, given by name, and keeps their dtype"""
    raise RuntimeError('this check is asked in grading only')

@check
def gradient_norms_leave_no_trace(student, ctx):
    """The norms require no grad, touch no `.grad`, and are the same under torch.no_grad()"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='lstm_step')
def lstm_step_by_hand(student: Student, ctx: Context) -> None:
    """Two units whose gates all differ"""
    given = (by_hand.X, by_hand.OUTPUT, by_hand.CELL)
    weights = (by_hand.GATES_X, by_hand.GATES_H, by_hand.GATES_BIAS)
    got = asked_pair(student, (1, 2), torch.float32, *given, *weights)
    slips = (by_hand.order_slips, by_hand.STEPPED_SLIPS)
    require_pair(got, by_hand.STEPPED, slips, by_hand.stepped_told)

@check
def lstm_step_values(student, ctx):
    """One step of an LSTM of any size, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def lstm_step_keeps_arguments(student, ctx):
    """`lstm_step` leaves its arguments as they were, given by name, and answers in their dtype"""
    raise RuntimeError('this check is asked in grading only')

@check
def lstm_step_large(student, ctx):
    """Gates that are open or shut for good, where exp overflows"""
    raise RuntimeError('this check is asked in grading only')

@check
def lstm_step_gradient(student, ctx):
    """The gradients of h' and of c' by all that goes in"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='RecurrentLM', form=True)
def lm_shapes(student: Student, ctx: Context) -> None:
    """RecurrentLM takes texts of any length in any batch, in both precisions"""
    for dtype in BOTH:
        require_logits(built(student, dtype, 6), 3, 5, 6, dtype)
        require_logits(built(student, dtype, num_tokens=2, dim=3, hidden=5), 1, 1, 2, dtype)
    require_logits(built(student, torch.float32, 4, 5, 5), 2, 30, 4, torch.float32)

@check(weight=0.5, visible=True, after=lm_shapes, about='RecurrentLM', form=True)
def lm_step_shapes(student: Student, ctx: Context) -> None:
    """`begin` and `step` each return logits (B, V) and a state, in both precisions"""
    for dtype in BOTH:
        require_pairs(built(student, dtype, 6), 3, 6, dtype)
        require_pairs(built(student, dtype, num_tokens=2, dim=3, hidden=5), 1, 2, dtype)

@check(weight=1, visible=True, after=lm_shapes, about='RecurrentLM', essential=True)
def lm_is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of RecurrentLM depends on its own token or a later one"""
    return causal.is_causal(student, MODEL, Plan(TextLayout(6, 4)), ctx.generator(), show=True)

@check
def lm_stays_causal(student, ctx):
    """RecurrentLM is causal for any texts, also in training mode"""
    raise RuntimeError('this check is asked in grading only')

@check
def lm_is_repeatable(student, ctx):
    """The same text has the same answer, at any time, in any batch, and cut off anywhere"""
    raise RuntimeError('this check is asked in grading only')

@check
def lm_sees_all_earlier(student, ctx):
    """Each logit of RecurrentLM depends on every token before it, and on their order"""
    raise RuntimeError('this check is asked in grading only')

@check
def lm_steps(student, ctx):
    """`begin` and `step` give what `forward` gives, from any state that was returned"""
    raise RuntimeError('this check is asked in grading only')

@check
def lm_gradient(student, ctx):
    """The gradients of the logits reach back to the first token"""
    raise RuntimeError('this check is asked in grading only')

@check
def lm_learns(student, ctx):
    """Trained by the protocol on texts of a secret law, RecurrentLM comes close to the law"""
    raise RuntimeError('this check is asked in grading only')
