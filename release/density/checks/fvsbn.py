"""Checks of `density/fvsbn`: a logistic regression of each pixel on its past."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student
from .for_fvsbn import by_hand, five_rows
from .for_fvsbn.answers import asked_gradients, judge_gradients, require_mass
from .for_fvsbn.ascent import Step
from .for_fvsbn.cases import unmasked
from .for_fvsbn.model import ONE_PER_ROW, built, loaded
from .for_fvsbn.picture import drawn_weights_and_sample
from .shared.numbers import precisely

@check(visible=True, about='FVSBN', form=True)
def fvsbn_shapes(student: Student, ctx: Context) -> None:
    """Parameters, logits and log-probabilities have their names and shapes"""
    x = torch.tensor([[1.0, 0, 1], [0, 0, 1]])
    model = built(student, 3)
    model.call('forward', x).should_have_shape(2, 3)
    model.call('log_prob', x).should_have_shape(2)

@check(weight=2, visible=True, after=fvsbn_shapes, about='FVSBN', essential=True)
def fvsbn_by_hand(student: Student, ctx: Context) -> None:
    """Three pixels with given weights, in eval and in training mode"""
    x, model = (by_hand.ROWS, loaded(student, by_hand.WEIGHTS))
    precisely(model.call('forward', x), by_hand.LOGITS, x.dtype, slips=by_hand.LOGIT_SLIPS)
    nats = model.call('log_prob', x).hint(shape=ONE_PER_ROW)
    precisely(nats, by_hand.NATS, x.dtype, slips=by_hand.NAT_SLIPS)
    fresh = loaded(student, by_hand.WEIGHTS, fresh=True)
    first, second = (fresh.call('forward', x).should_have_shape(4, 3) for _ in range(2))
    if torch.equal(first, second):
        precisely(fresh.call('forward', x), by_hand.LOGITS, x.dtype, slips=by_hand.LOGIT_SLIPS)

@check
def fvsbn_values(student, ctx):
    """Any weights, whatever stands above the diagonal, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, after=fvsbn_by_hand, about='FVSBN', essential=True)
def fvsbn_mass_is_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 16 rows of four pixels sum to one"""
    require_mass(loaded(student, unmasked(ctx, 4)), 4)

@check
def fvsbn_large_logits(student, ctx):
    """Log-probabilities of logits as large as ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_is_repeatable(student, ctx):
    """The same row has the same answer, alone or among others, at any time"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_gradient(student, ctx):
    """The gradient of log-probabilities by both parameters"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_samples(student, ctx):
    """Rows of zeros and ones that follow the model, in its dtype, without gradients"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_generator(student, ctx):
    """Rows come from the generator that is given, which moves on, else from the global one"""
    raise RuntimeError('this check is asked in grading only')

@check
def fvsbn_learns(student, ctx):
    """Trained on digits by the course's protocol, it reaches 22 nats on others"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, about='fvsbn_gradient')
def gradient_by_hand(student: Student, ctx: Context) -> None:
    """The gradient of three pixels and five rows"""
    x, weights = (five_rows.ROWS, by_hand.WEIGHTS)
    got = asked_gradients(student, x, weights, by_name=False)
    slips = {text: one.flatten() for text, one in five_rows.SLIPS.items()}
    judge_gradients(student, got, five_rows.GRADIENT.flatten(), lambda: slips)

@check
def gradient_values(student, ctx):
    """The gradient of any rows and weights, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, after=fvsbn_shapes, about='ascent_step')
def ascent_by_hand(student: Student, ctx: Context) -> Passed:
    """One step upwards, by the gradient of your own log_prob"""
    x = five_rows.ROWS.double()
    model = loaded(student, by_hand.WEIGHTS.to(torch.float64))
    Step(model, x, 0.5, {}).taken(student)
    return Passed(picture=partial(drawn_weights_and_sample, student, ctx))

@check
def ascent_values(student, ctx):
    """Three steps, whatever an earlier call has left in `.grad`"""
    raise RuntimeError('this check is asked in grading only')
