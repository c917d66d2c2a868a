"""Checks of `density/tables`: what a table costs, learns and is worth."""
from functools import partial
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from .for_tables import by_hand as known
from .for_tables.composed import but_for_cross_entropy
from .for_tables.counts import require_counts
from .for_tables.divergences import CROSS_ENTROPY, KL, require_numbers
from .for_tables.picture import drawn_counts
DIVERGENCES = {'cross_entropy': CROSS_ENTROPY, 'kl': KL}

@check(weight=2, visible=True, about='parameter_counts')
def counts_by_hand(student: Student, ctx: Context) -> Passed:
    """Free numbers of four models of three dimensions"""
    draw = partial(drawn_counts, student)
    for sizes, due in zip(known.SIZES, known.DUE_COUNTS, strict=True):
        answer = student.call_plain('parameter_counts', *sizes)
        with explained(draw):
            require_counts(answer, due, exact=False)
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
    answer = student.call('fit_table', known.FITTED_ROWS)
    answer.should_equal(known.FITTED, slips=known.FIT_SLIPS)

@check
def fit_values(student, ctx):
    """Shares of any rows, one or many, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, about='chain_log_probs')
def chain_by_hand(student: Student, ctx: Context) -> None:
    """The factors of a table of two dimensions"""
    answer = student.call('chain_log_probs', known.TABLE, known.ROWS)
    answer.should_equal(known.FACTORS, slips=known.CHAIN_SLIPS)

@check
def chain_values(student, ctx):
    """The factors of any table of one to five dimensions, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def chain_gradient(student, ctx):
    """The gradient of the factors, along tables that sum to one"""
    raise RuntimeError('this check is asked in grading only')

@check.each(DIVERGENCES, titles={'cross_entropy': 'The cost of a wrong code', 'kl': 'The surcharge of a wrong code'}, visible=True, about='{name}')
def by_hand(student: Student, ctx: Context, divergence: str) -> None:
    """Two pairs of tables of two dimensions"""
    with but_for_cross_entropy(student, divergence, known.PAIRS):
        due = known.DUE[divergence]
        require_numbers(student, divergence, known.PAIRS, due, by_name=False)

@check.each(('cross_entropy', 'kl'), titles=('The cross-entropy of any two tables, in both precisions', 'The KL divergence of any two tables, in both precisions'))
def values(student, ctx, divergence):
    raise RuntimeError('this check is asked in grading only')

@check.each(('cross_entropy', 'kl'), titles=('What never comes costs nothing; what must not come, everything', 'The surcharge of what never comes is nothing; of what must not come, infinite'))
def zeros(student, ctx, divergence):
    raise RuntimeError('this check is asked in grading only')

@check.each(('cross_entropy', 'kl'), titles=('The gradient of the cross-entropy by both tables', 'The gradient of the KL divergence by both tables'))
def gradient(student, ctx, divergence):
    raise RuntimeError('this check is asked in grading only')
