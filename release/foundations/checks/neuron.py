"""Checks of `foundations/neuron`: one neuron, and how it learns."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.compare import gap
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_neuron import by_hand
from .for_neuron.picture import drawn_descent
from .shared.parts import asked_parts, require_parts, row_of
ONE_PER_ROW = said('One number for each row was asked for, (N,): no column.')
GRADIENT = said('`loss_and_gradient` returns another loss or gradient.')
STEP = said('`descend` takes another step.')

@check(weight=0.5, visible=True, about='predict')
def predict_by_hand(student: Student, ctx: Context) -> None:
    """The line 2x + 1 at 0, 1 and 2"""
    answer = student.call('predict', by_hand.X, by_hand.W, by_hand.B).hint(shape=ONE_PER_ROW)
    answer.should_equal(by_hand.LINE, slips=by_hand.PREDICT_SLIPS)

@check
def predict_values(student, ctx):
    """Predictions for any number of rows and inputs"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='loss_and_gradient')
def loss_and_gradient_by_hand(student: Student, ctx: Context) -> None:
    """Three rows, of which the last is off the line by one"""
    given = (by_hand.X, by_hand.OFF, by_hand.W, by_hand.B)
    got = asked_parts(student, 'loss_and_gradient', ((), (1,), ()), torch.float32, *given)
    require_parts(got, by_hand.GRADIENT, GRADIENT, by_hand.GRADIENT_SLIPS)

@check
def loss_and_gradient_values(student, ctx):
    """The loss and both gradients of any data"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='descend')
def descend_by_hand(student: Student, ctx: Context) -> Passed:
    """One step from nothing towards the line 2x + 1"""
    given = (by_hand.X, by_hand.LINE, *by_hand.ZERO, by_hand.RATE, 1)
    got = asked_parts(student, 'descend', ((2, 1), (2,), (2,)), torch.float32, *given)
    drawn = partial(drawn_descent, student)
    with explained(drawn):
        require_parts(got, by_hand.STEP, STEP, by_hand.STEP_SLIPS)
    return Passed(picture=drawn)

@check
def descend_values(student, ctx):
    """Paths of no step, of one, of five and of twelve"""
    raise RuntimeError('this check is asked in grading only')

@check
def descend_beyond_the_limit(student, ctx):
    """Where the learning rate is too large, the loss explodes"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='rate_limit')
def rate_limit_by_hand(student: Student, ctx: Context) -> None:
    """The limit for the inputs 0, 1 and 2"""
    answer = student.call('rate_limit', by_hand.X)
    answer.should_equal(by_hand.LIMIT, slips=by_hand.LIMIT_SLIPS)

@check
def rate_limit_values(student, ctx):
    """The limit for any inputs"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='best_fit')
def best_fit_by_hand(student: Student, ctx: Context) -> None:
    """Three points on a line"""
    given = (by_hand.X, by_hand.LINE)
    got = asked_parts(student, 'best_fit', ((1,), ()), torch.float32, *given)
    told = by_hand.fit_told(gap(row_of(got), by_hand.FIT))
    require_parts(got, by_hand.FIT, told, by_hand.FIT_SLIPS)

@check
def best_fit_values(student, ctx):
    """The minimum for any data"""
    raise RuntimeError('this check is asked in grading only')
