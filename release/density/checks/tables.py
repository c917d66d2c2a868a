"""Checks of `density/tables`: what a table costs, learns and is worth."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from .for_tables.composed import but_for_cross_entropy
from .for_tables.counts import Sizes, require_counts
from .for_tables.divergences import CROSS_ENTROPY, KL, Divergence, require_numbers
from .for_tables.picture import drawn_counts
from .for_tables.slips import chain_slips, fit_slips
DIVERGENCES = {'cross_entropy': CROSS_ENTROPY, 'kl': KL}

@check(weight=2, visible=True, about='parameter_counts')
def counts_by_hand(student: Student, ctx: Context) -> Passed:
    """Free numbers of four models of three dimensions"""
    draw = partial(drawn_counts, student)
    for sizes in (Sizes(3, 1, 2, 2), Sizes(3, 2, 2, 2)):
        given = (sizes.num_dims, sizes.order, sizes.components)
        answer = student.call_plain('parameter_counts', *given)
        with explained(draw):
            require_counts(answer, sizes, exact=False)
    return Passed(picture=draw)

@check
def counts_values(student, ctx):
    """Free numbers of any models, exact Python ints, however large"""
    raise RuntimeError('this check is asked in grading only')

@check
def counts_errors(student, ctx):
    """Models that do not exist are refused with a ValueError"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, about='fit_table')
def fit_by_hand(student: Student, ctx: Context) -> None:
    """Four rows, one of them twice: the table of their shares"""
    x = torch.tensor([[0.0, 1], [0, 1], [1, 1], [0, 0]])
    want = torch.tensor([[0.25, 0.5], [0.0, 0.25]])
    student.call('fit_table', x).should_equal(want, slips=fit_slips)

@check
def fit_values(student, ctx):
    """Shares of any rows, one or many, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, about='chain_log_probs')
def chain_by_hand(student: Student, ctx: Context) -> None:
    """The factors of a table of two dimensions"""
    table = torch.tensor([[0.1, 0.3], [0.4, 0.2]])
    x = torch.tensor([[0.0, 1], [1, 0], [1, 1]])
    want = torch.tensor([[0.4, 3 / 4], [0.6, 2 / 3], [0.6, 1 / 3]]).log()
    student.call('chain_log_probs', table, x).should_equal(want, slips=chain_slips)

@check
def chain_values(student, ctx):
    """The factors of any table of one to five dimensions, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def chain_gradient(student, ctx):
    """The gradient of the factors, along tables that sum to one"""
    raise RuntimeError('this check is asked in grading only')

@check.each(DIVERGENCES, titles={'cross_entropy': 'The cost of a wrong code', 'kl': 'The surcharge of a wrong code'}, visible=True, about='{name}')
def by_hand(student: Student, ctx: Context, divergence: Divergence) -> None:
    """Two pairs of tables of two dimensions"""
    p = torch.tensor([[0.5, 0.25], [0.125, 0.125]])
    q = torch.tensor([[0.25, 0.125], [0.125, 0.5]])
    even = torch.full((2, 2), 0.25)
    pairs = [(p, q), (q, p), (even, p)]
    with but_for_cross_entropy(student, divergence, pairs):
        require_numbers(student, divergence, pairs, by_name=False)

@check.each(('cross_entropy', 'kl'), titles=('The cross-entropy of any two tables, in both precisions', 'The KL divergence of any two tables, in both precisions'))
def values(student, ctx, divergence):
    raise RuntimeError('this check is asked in grading only')

@check.each(('cross_entropy', 'kl'), titles=('What never comes costs nothing; what must not come, everything', 'The surcharge of what never comes is nothing; of what must not come, infinite'))
def zeros(student, ctx, divergence):
    raise RuntimeError('this check is asked in grading only')

@check.each(('cross_entropy', 'kl'), titles=('The gradient of the cross-entropy by both tables', 'The gradient of the KL divergence by both tables'))
def gradient(student, ctx, divergence):
    raise RuntimeError('this check is asked in grading only')
