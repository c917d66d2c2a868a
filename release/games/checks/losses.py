"""Checks of `games/losses`: what a discriminator and a generator minimise."""
from functools import partial
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from autograder.text.i18n import said
from .for_losses import by_hand
from .for_losses.picture import drawn_slopes
from .for_losses.report import NAME, require_report
from .shared.precision import DTYPE
SHAPE = said('The slope of each sample was asked for: (M,).')
SCALAR = said('One number was asked for, (): a mean over samples.')

@check(visible=True, about='discriminator_loss')
def discriminator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Two real samples and three fakes"""
    answer = student.call('discriminator_loss', by_hand.REAL, by_hand.FAKE)
    answer = answer.hint(shape=SCALAR, dtype=DTYPE)
    answer.should_equal(by_hand.LOSS, slips=by_hand.LOSS_SLIPS, dtype=by_hand.LOSS.dtype)

@check
def discriminator_loss_values(student, ctx):
    """Any numbers of real samples and of fakes, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def discriminator_loss_extreme(student, ctx):
    """Logits up to ±10,000, right and wrong, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def discriminator_loss_gradient(student, ctx):
    """The gradient by the logits of real samples and of fakes, of large ones, too"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='generator_loss')
def generator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Both kinds of loss, of three fakes"""
    for kind, (want, slips) in by_hand.GENERATOR.items():
        answer = student.call('generator_loss', by_hand.FAKE, kind).hint(shape=SCALAR)
        answer.should_equal(want, slips=slips)

@check
def generator_loss_values(student, ctx):
    """Any number of fakes, of either kind and of the one that is meant without a kind"""
    raise RuntimeError('this check is asked in grading only')

@check
def generator_loss_extreme(student, ctx):
    """Logits up to ±10,000, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def generator_loss_gradient(student, ctx):
    """The gradient by the logits, of large ones, too"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='generator_slope')
def generator_slope_by_hand(student: Student, ctx: Context) -> Passed:
    """−D and D − 1, of three fakes"""
    draw = partial(drawn_slopes, student)
    with explained(draw):
        for kind, (want, slips) in by_hand.SLOPE.items():
            answer = student.call('generator_slope', by_hand.FAKE, kind).hint(shape=SHAPE)
            answer.should_equal(want, slips=slips)
    return Passed(picture=draw)

@check.each(('generator_loss', 'generator_slope'), titles=('Any other kind of loss is refused with a ValueError', 'Slopes of any other kind are refused with a ValueError'))
def errors(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check
def generator_slope_values(student, ctx):
    """Any number of fakes, nothing recorded for autograd"""
    raise RuntimeError('this check is asked in grading only')

@check
def generator_slope_accuracy(student, ctx):
    """Logits up to ±80 to a relative accuracy, and up to ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about=NAME)
def discriminator_report_by_hand(student: Student, ctx: Context) -> None:
    """Five real samples and four fakes, a logit of 0 among either"""
    answer = student.call_plain(NAME, by_hand.REPORT_REAL, by_hand.REPORT_FAKE)
    require_report(student, answer, by_hand.REPORT, by_hand.REPORT_SLIPS, 1e-05)

@check
def discriminator_report_values(student, ctx):
    """Any logits: shares, and what is won over a coin, also where it is sure and wrong"""
    raise RuntimeError('this check is asked in grading only')
