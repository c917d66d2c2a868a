"""Checks of `density/compare`: a mixture, one table, and an honest choice from it."""
import itertools
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said
from .for_compare import by_hand
from .for_compare.choices import require_choice
from .for_compare.picture import drawn_report
from .for_compare.reports import numbers_of, require_reports
from .for_compare.table_by_hand import CASES, CHOSEN, REPORTED, THREE
MASS = 1e-06

@check(weight=2, visible=True, about='mixture_log_prob', essential=True)
def mixture_by_hand(student: Student, ctx: Context) -> None:
    """Two components, three dimensions"""
    answer = student.call('mixture_log_prob', by_hand.ROWS, by_hand.WEIGHT_LOGITS, by_hand.LOGITS)
    answer.should_equal(by_hand.NATS, slips=by_hand.SLIPS)

@check
def mixture_values(student, ctx):
    """Mixtures of one to five components, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def mixture_large_logits(student, ctx):
    """Logits of ±10,000 are as exact as others"""
    raise RuntimeError('this check is asked in grading only')

@check
def mixture_gradient(student, ctx):
    """The gradient by the weights and by the coins"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='mixture_log_prob', essential=True)
def mixture_mass_is_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 32 rows sum to one"""
    x = torch.tensor(list(itertools.product((0.0, 1.0), repeat=5)), dtype=torch.float64)
    weights, logits = (ctx.randn(3, dtype=torch.float64), 2 * ctx.randn(3, 5, dtype=torch.float64))
    answer = student.call('mixture_log_prob', x, weights, logits)
    total = float(answer.should_have_shape(len(x)).double().exp().sum())
    if not abs(total - 1) <= MASS:
        detail = said('They sum to {number}.', number=f'{total:.6g}')
        raise Failed(said('The probabilities of all rows must sum to one.'), detail=detail)

@check(weight=2, visible=True, about='report')
def report_by_hand(student: Student, ctx: Context) -> Passed:
    """Four rows and six, two at a time"""
    got = []
    for case in CASES:
        model = case.played()
        answer = student.call_plain('report', model.oracle(), case.train, case.test, 2)
        got.append(numbers_of(student, answer))
    require_reports(REPORTED, torch.stack(got), model)
    return Passed(picture=partial(drawn_report, student))

@check
def report_values(student, ctx):
    """Any number of rows, also where batches do not divide it, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def report_calls(student, ctx):
    """Every row is asked for once, and few at a time"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='choose')
def choose_by_hand(student: Student, ctx: Context) -> None:
    """Three models: the validation set chooses, the test set says what that costs"""
    require_choice(student.call_plain('choose', THREE), CHOSEN)

@check
def choose_values(student, ctx):
    """One model or many, in which every figure would choose another"""
    raise RuntimeError('this check is asked in grading only')

@check
def choose_errors(student, ctx):
    """A choice from no models is refused with a ValueError"""
    raise RuntimeError('this check is asked in grading only')
