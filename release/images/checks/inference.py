"""Checks of `images/inference`: what exact likelihoods are good for."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student
from .for_inference.by_hand import BY_CLASS, BY_VALUE, COIN_TABLE, COPIED, COPIES, COPY_SLIPS, FLIPS, LOADED, NATS, ONE_EACH, PRIOR, SECOND, SEEN, TEST, TRAIN, coins, copying, prefix_slips, prior_slips
from .for_inference.picture import drawn_posterior
from .for_inference.tables import Sets, require_table
from .shared.accuracy import require_close
from .shared.pictured import pictured

@check(weight=1, visible=True, about='prefix_log_prob')
def prefix_log_prob_by_hand(student: Student, ctx: Context) -> None:
    """Two rows of five, all fair coins"""
    answer = student.call('prefix_log_prob', coins(), FLIPS, 2).hint(shape=ONE_EACH)
    require_close(answer, torch.full((2,), NATS), slips=prefix_slips)
    nothing = student.call('prefix_log_prob', coins(), FLIPS, 0).hint(shape=ONE_EACH)
    require_close(nothing, torch.zeros(2), wrong='No row: log 1 is 0.')

@check
def prefix_log_prob_values(student, ctx):
    """Any law, any number of rows"""
    raise RuntimeError('this check is asked in grading only')

@check
def prefix_log_prob_gradient(student, ctx):
    """The gradient of `prefix_log_prob` reaches the model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='class_posterior')
def class_posterior_by_hand(student: Student, ctx: Context) -> Passed:
    """Before anything is seen, the prior comes back"""
    answer = student.call('class_posterior', [coins(), coins(LOADED)], SEEN, PRIOR, 0)
    require_close(answer.hint(shape=BY_CLASS), PRIOR.expand(3, 2), slips=prior_slips)
    return Passed(picture=pictured(partial(drawn_posterior, student)))

@check
def class_posterior_values(student, ctx):
    """Any laws, any prior"""
    raise RuntimeError('this check is asked in grading only')

@check
def class_posterior_gradient(student, ctx):
    """The gradient of `class_posterior` reaches each model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='pixel_posterior')
def pixel_posterior_by_hand(student: Student, ctx: Context) -> None:
    """A copy: what follows tells what it was"""
    answer = student.call('pixel_posterior', copying(), COPIES, SECOND).hint(shape=BY_VALUE)
    require_close(answer, COPIED, slips=COPY_SLIPS)

@check
def pixel_posterior_values(student, ctx):
    """Any law, at any place"""
    raise RuntimeError('this check is asked in grading only')

@check
def pixel_posterior_calls(student, ctx):
    """At most V + 1 calls"""
    raise RuntimeError('this check is asked in grading only')

@check
def pixel_posterior_gradient(student, ctx):
    """The gradient of `pixel_posterior` reaches the model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='nll_table')
def nll_table_by_hand(student: Student, ctx: Context) -> None:
    """Two models, a fair and a loaded coin"""
    models = {'loaded': coins(LOADED), 'fair': coins()}
    answer = student.call_plain('nll_table', models, TRAIN, TEST)
    require_table(answer, COIN_TABLE, Sets.of(TRAIN, TEST))

@check
def nll_table_values(student, ctx):
    """Any models, any images"""
    raise RuntimeError('this check is asked in grading only')

@check.each(('prefix_log_prob', 'class_posterior', 'pixel_posterior'), titles=('`prefix_log_prob` leaves images and prior as they were', '`class_posterior` leaves images and prior as they were', '`pixel_posterior` leaves images and prior as they were'))
def keeps_arguments(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')
