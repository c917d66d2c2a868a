"""Checks of `images/inference`: what exact likelihoods are good for."""
from functools import partial
from typing import Any
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from .for_inference.by_hand import BY_CLASS, BY_VALUE, COPIED, COPIES, COPY_SLIPS, FLIPS, LOADED, NATS, ONE_EACH, PRIOR, SECOND, SEEN, coins, copying, not_a_number, prefix_slips, prior_slips
from .for_inference.coin_table import COIN_TABLE, TEST, TRAIN
from .for_inference.picture import drawn_if_wrong, drawn_posterior
from .for_inference.tables import require_column
from .shared.accuracy import require_close
COLUMNS = ('nats', 'bits', 'gaps', 'ranks')
OF_COINS = ('`nll_table` of a fair and a loaded coin: nats per image', '`nll_table` of a fair and a loaded coin: bits per dimension', '`nll_table` of a fair and a loaded coin: test less train', '`nll_table` of a fair and a loaded coin: who is first')

@check(weight=1, visible=True, about='prefix_log_prob')
def prefix_log_prob_by_hand(student: Student, ctx: Context) -> None:
    """`prefix_log_prob` of two rows of five, all fair coins"""
    answer = student.call('prefix_log_prob', coins(), FLIPS, 2).hint(shape=ONE_EACH)
    require_close(answer, torch.full((2,), NATS), slips=prefix_slips)
    nothing = student.call('prefix_log_prob', coins(), FLIPS, 0).hint(shape=ONE_EACH)
    require_close(nothing, torch.zeros(2), wrong='No row: log 1 is 0.')

@check
def prefix_log_prob_values(student, ctx):
    """`prefix_log_prob` of any law and any number of rows"""
    raise RuntimeError('this check is asked in grading only')

@check
def prefix_log_prob_gradient(student, ctx):
    """The gradient of `prefix_log_prob` reaches the model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='class_posterior')
def class_posterior_by_hand(student: Student, ctx: Context) -> Passed:
    """`class_posterior` is the prior before anything is seen"""
    answer = student.call('class_posterior', [coins(), coins(LOADED)], SEEN, PRIOR, 0)
    with explained(partial(drawn_if_wrong, student)):
        told: dict[str, Any] = {'slips': prior_slips, 'wrong': not_a_number}
        require_close(answer.hint(shape=BY_CLASS), PRIOR.expand(3, 2), **told)
    return Passed(picture=partial(drawn_posterior, student))

@check
def class_posterior_values(student, ctx):
    """`class_posterior` of any laws and any prior"""
    raise RuntimeError('this check is asked in grading only')

@check
def class_posterior_gradient(student, ctx):
    """The gradient of `class_posterior` reaches each model"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='pixel_posterior')
def pixel_posterior_by_hand(student: Student, ctx: Context) -> None:
    """`pixel_posterior` of a copy: what follows tells what it was"""
    answer = student.call('pixel_posterior', copying(), COPIES, SECOND).hint(shape=BY_VALUE)
    require_close(answer, COPIED, slips=COPY_SLIPS)

@check
def pixel_posterior_values(student, ctx):
    """`pixel_posterior` of any law, at any place"""
    raise RuntimeError('this check is asked in grading only')

@check
def pixel_posterior_calls(student, ctx):
    """`pixel_posterior` calls the model at most V + 1 times"""
    raise RuntimeError('this check is asked in grading only')

@check
def pixel_posterior_gradient(student, ctx):
    """The gradient of `pixel_posterior` reaches the model"""
    raise RuntimeError('this check is asked in grading only')

@check.each(COLUMNS, titles=OF_COINS, weight=(0.5, 0.25, 0.25, 0.25), visible=True, about='nll_table', essential=True)
def table_by_hand(student: Student, ctx: Context, name: str) -> None:
    """`nll_table` of a fair and a loaded coin"""
    models = {'loaded': coins(LOADED), 'fair': coins()}
    answer = student.call_plain('nll_table', models, TRAIN, TEST)
    require_column(name, answer, COIN_TABLE, student.scales)

@check.each(('nats', 'bits', 'gaps', 'ranks'), titles=('`nll_table` of any models and images: nats per image', '`nll_table` of any models and images: bits per dimension', '`nll_table` of any models and images: test less train', '`nll_table` of any models and images: who is first'))
def table_values(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('prefix_log_prob', 'class_posterior', 'pixel_posterior'), titles=('`prefix_log_prob` leaves its arguments as they were, and answers in their dtype', '`class_posterior` leaves its arguments as they were, and answers in their dtype', '`pixel_posterior` leaves its arguments as they were, and answers in their dtype'))
def keeps_arguments(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')
