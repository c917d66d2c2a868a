"""Checks of `density/fvsbn`: a logistic regression of each pixel on its past."""
import math
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student
from .for_fvsbn.answers import require_both_gradients, require_log_prob, require_logits, require_mass
from .for_fvsbn.ascent import Step
from .for_fvsbn.cases import unmasked
from .for_fvsbn.model import ABOVE, Weights, built, loaded
from .for_fvsbn.picture import drawn_weights_and_sample
from .shared.pictured import pictured

def by_hand_weights() -> Weights:
    """Return weights of three pixels, with nines where they do not count."""
    log3 = math.log(3)
    weight = torch.tensor([[ABOVE] * 3, [log3, ABOVE, ABOVE], [log3, -2 * log3, ABOVE]])
    return Weights(weight, torch.tensor([log3, 0.0, 2 * log3]))

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
    weights, x = (by_hand_weights(), torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0], [1, 0, 1]]))
    model = loaded(student, weights)
    require_logits(model, x, weights)
    require_log_prob(model, x, weights)
    fresh = loaded(student, weights, fresh=True)
    first, second = (fresh.call('forward', x).should_have_shape(4, 3) for _ in range(2))
    if torch.equal(first, second):
        require_logits(fresh, x, weights)

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
    x = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0], [1, 0, 1], [1, 1, 1]])
    require_both_gradients(student, x, by_hand_weights(), by_name=False)

@check
def gradient_values(student, ctx):
    """The gradient of any rows and weights, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, after=fvsbn_shapes, about='ascent_step')
def ascent_by_hand(student: Student, ctx: Context) -> Passed:
    """One step upwards, by the gradient of your own log_prob"""
    x = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0], [1, 0, 1], [1, 1, 1]]).double()
    model = loaded(student, by_hand_weights().to(torch.float64))
    Step(model, x, 0.5, {}).taken(student)
    return Passed(picture=pictured(partial(drawn_weights_and_sample, student, ctx)))

@check
def ascent_values(student, ctx):
    """Three steps, whatever an earlier call has left in `.grad`"""
    raise RuntimeError('this check is asked in grading only')
