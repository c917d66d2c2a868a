"""Checks of `games/optimum`: the game of two known laws, without any sampling."""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.answer import Answer
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_optimum import by_hand
from .for_optimum.answers import told_of_mass
from .for_optimum.picture import drawn_value
EACH_VALUE = said('One number for each value was asked for: (V,).')
SCALAR = said('One number was asked for, (): a sum over values.')
EMPTY = said('Where both are zero it is ½: 0/0 is NaN.')
SAMPLED = said('The same question has two answers: the expectation is exact, no sample is drawn. Sum over all values.')

def _told_of_empty(got: Tensor) -> str:
    return EMPTY if got.isnan().any() else ''

@check(visible=True, about='optimal_discriminator')
def optimal_discriminator_by_hand(student: Student, ctx: Context) -> None:
    """Four values: in the data alone, in both, in the fakes alone, in neither"""
    answer = student.call('optimal_discriminator', by_hand.P, by_hand.Q).hint(shape=EACH_VALUE)
    answer.should_equal(by_hand.BEST, slips=by_hand.BEST_SLIPS, wrong=_told_of_empty)

@check
def optimal_discriminator_values(student, ctx):
    """Any two laws, with zeros in either and in both, and rare values"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='game_value')
def game_value_by_hand(student: Student, ctx: Context) -> None:
    """Four values; then infinite logits where there is no doubt"""
    laws = (by_hand.P, by_hand.Q)
    answer = student.call('game_value', *laws, by_hand.LOGITS).hint(shape=SCALAR)
    answer.should_equal(by_hand.VALUE, slips=by_hand.VALUE_SLIPS, wrong=told_of_mass)
    sure = student.call('game_value', *laws, by_hand.SURE).hint(shape=SCALAR)
    sure.should_equal(by_hand.SURE_VALUE, slips=by_hand.SURE_SLIPS, wrong=told_of_mass)

@check
def game_value_values(student, ctx):
    """Any two laws, with zeros, and any usual logits, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def game_value_infinite(student, ctx):
    """Infinite logits: nothing where there is no mass, minus infinity where there is"""
    raise RuntimeError('this check is asked in grading only')

@check
def game_value_extreme(student, ctx):
    """Logits up to ±10,000, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def game_value_gradient(student, ctx):
    """The gradient by the discriminator's logits, of large ones, too"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='jensen_shannon')
def jensen_shannon_by_hand(student: Student, ctx: Context) -> Passed:
    """Two laws without zeros, and two that have half in common"""
    draw = partial(drawn_value, student)
    with explained(draw):
        full = student.call('jensen_shannon', by_hand.FULL_P, by_hand.FULL_Q).hint(shape=SCALAR)
        full.should_equal(by_hand.FULL, slips=by_hand.FULL_SLIPS)
        answer = student.call('jensen_shannon', by_hand.P, by_hand.Q)
        slips = by_hand.DIVERGENCE_SLIPS
        answer.should_equal(by_hand.DIVERGENCE, slips=slips, wrong=told_of_mass)
    return Passed(picture=draw)

@check
def jensen_shannon_values(student, ctx):
    """Any two laws: equal ones, ones with zeros, ones with nothing in common"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='generator_gradient')
def generator_gradient_by_hand(student: Student, ctx: Context) -> None:
    """Three values, of which the discriminator believes the likeliest most"""
    for kind, (want, slips) in by_hand.GRADIENT.items():
        answer = student.call('generator_gradient', by_hand.THETA, by_hand.SAID, kind)
        told = partial(_told_of_draws, answer)
        answer.hint(shape=EACH_VALUE).should_equal(want, slips=slips, wrong=told)

def _told_of_draws(answer: Answer, got: Tensor) -> str:
    """Return what is said of a wrong gradient: another answer to the same question?"""
    again = answer.should_have_shape(*got.shape)
    return SAMPLED if not torch.equal(again.double(), got.double()) else ''

@check
def generator_gradient_values(student, ctx):
    """Any theta and logits, of either kind, nothing recorded for autograd"""
    raise RuntimeError('this check is asked in grading only')

@check
def generator_gradient_leaves_no_trace(student, ctx):
    """Arguments are left as they were, their `.grad` too"""
    raise RuntimeError('this check is asked in grading only')

@check
def generator_gradient_extreme(student, ctx):
    """Logits and theta up to ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def generator_gradient_errors(student, ctx):
    """Any other kind of loss is refused with a ValueError"""
    raise RuntimeError('this check is asked in grading only')
