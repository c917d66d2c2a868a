"""Checks of `images/recurrent`: the three layers of PixelRNN."""
from functools import partial
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from .for_recurrent.by_hand import BACK, CASES, DTYPE, FILLED, NUMBERED, PUT_BACK, SKEW_SLIPS, SKEWED, UNSKEW_SLIPS, WIDTH, not_zero
from .for_recurrent.later import require_no_later
from .for_recurrent.picture import drawn_if_wrong, drawn_layers
from .shared.accuracy import require_close
LAYERS = ('row_lstm', 'diagonal_lstm', 'diagonal_bilstm')
TITLES = ('`row_lstm` of two rows of two pixels', '`diagonal_lstm` of two rows of two pixels', 'Both directions of `diagonal_bilstm` on two rows of three pixels')

@check(weight=1, visible=True, about='skew')
def skew_by_hand(student: Student, ctx: Context) -> None:
    """`skew` of six numbered pixels"""
    answer = student.call('skew', NUMBERED).hint(shape=WIDTH, dtype=DTYPE)
    answer.should_equal(SKEWED, slips=SKEW_SLIPS, wrong=partial(not_zero, SKEWED))

@check
def skew_values(student, ctx):
    """`skew` of images of any size, in any batch"""
    raise RuntimeError('this check is asked in grading only')

@check
def skew_keeps_arguments(student, ctx):
    """`skew` leaves x as it was"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='unskew')
def unskew_by_hand(student: Student, ctx: Context) -> None:
    """`unskew` of twelve numbered pixels"""
    answer = student.call('unskew', FILLED).hint(shape=BACK, dtype=DTYPE)
    answer.should_equal(PUT_BACK, slips=UNSKEW_SLIPS)

@check
def unskew_values(student, ctx):
    """`unskew`, whatever stands in the triangles"""
    raise RuntimeError('this check is asked in grading only')

@check.each(LAYERS, titles=TITLES, weight=1.5, visible=True)
def by_hand(student: Student, ctx: Context, name: str) -> Passed:
    """Small LSTMs that one can follow"""
    with explained(partial(drawn_if_wrong, student, name)):
        for case in CASES[name]:
            answer = student.call(name, case.inputs, case.weight)
            require_close(answer, case.want, slips=case.slips)
    whole = partial(drawn_layers, student)
    return Passed(picture=whole if name == 'diagonal_bilstm' else None)

@check.each(('row_lstm', 'diagonal_lstm', 'diagonal_bilstm'), titles=('`row_lstm` of images of any size, in both precisions', '`diagonal_lstm` of images of any size, in both precisions', '`diagonal_bilstm` of images of any size, in both precisions'))
def values(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('row_lstm', 'diagonal_lstm', 'diagonal_bilstm'), titles=('The gradient of `row_lstm` by its inputs and by its weight', 'The gradient of `diagonal_lstm` by its inputs and by its weight', 'The gradient of `diagonal_bilstm` by its inputs and by its weight'))
def gradient(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('row_lstm', 'diagonal_lstm', 'diagonal_bilstm'), titles=('`row_lstm` leaves inputs and weight as they were, and answers in their dtype', '`diagonal_lstm` leaves inputs and weight as they were, and answers in their dtype', '`diagonal_bilstm` leaves inputs and weight as they were, and answers in their dtype'))
def keeps_arguments(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check
def row_lstm_errors(student, ctx):
    """`row_lstm` refuses an even kernel"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, after=by_hand['diagonal_bilstm'], about='diagonal_bilstm', essential=True)
def diagonal_bilstm_is_causal(student: Student, ctx: Context) -> None:
    """No output of `diagonal_bilstm` sees a later pixel"""
    for height, width in ((3, 4), (1, 3), (4, 2)):
        inputs, changed = 1.5 * ctx.randn(2, 2, 1, 8, height, width)
        require_no_later(student, inputs, changed, ctx.randn(2, 8, 2, 2))
