"""Checks of `games/duel`: two networks that train each other."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student
from .for_duel import by_hand as report_by_hand
from .for_duel import steps_by_hand
from .for_duel.asked import CERTAIN, MAY, asking
from .for_duel.network import KINDS
from .for_duel.picture import drawn_duel
from .shared.figures import require_figures
from .shared.stepped import require_by_hand, require_stays
NETS = {'generator': 'Generator', 'discriminator': 'Discriminator'}
STEPS = ('discriminator_step', 'generator_step')

@check.each(NETS, titles={'generator': 'Five rows of three numbers become five samples of four', 'discriminator': 'Five samples of three numbers get five logits'}, weight=0.5, visible=True, form=True)
def shape(student: Student, ctx: Context, name: str) -> None:
    """Shapes of answers"""
    KINDS[name].built(student, 3, 4, hidden=16).raw(torch.ones(5, 3), finite=True)

@check.each(('generator', 'discriminator'), titles=('`Generator`: any sizes, those by default, and a single row', '`Discriminator`: any sizes, those by default, and a single row'))
def one_row(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: weights of float64, rows of float64', '`Discriminator`: weights of float64, rows of float64'))
def precision(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: the same answer again, in train and in eval mode', '`Discriminator`: the same answer again, in train and in eval mode'))
def repeats(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: rows do not see each other', '`Discriminator`: rows do not see each other'))
def rows_apart(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: every number of a row matters', '`Discriminator`: every number of a row matters'))
def inputs(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: not linear', '`Discriminator`: not linear'))
def not_linear(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: any real numbers may come out', '`Discriminator`: any real numbers may come out'))
def range(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('generator', 'discriminator'), titles=('`Generator`: its parameters train', '`Discriminator`: its parameters train'))
def learns(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(STEPS, titles={'discriminator_step': 'Two real samples and three fakes: v goes from 0 to 3', 'generator_step': 'Four fakes at 2: both kinds of loss'}, visible=True)
def by_hand(student: Student, ctx: Context, name: str) -> Passed:
    """Steps by hand"""
    if name == 'discriminator_step':
        ask = asking(student, name, **steps_by_hand.ROWS)
        want, slips = (steps_by_hand.JUDGED, steps_by_hand.JUDGED_SLIPS)
        require_by_hand(student, name, steps_by_hand.JUDGING, ask, want, slips, CERTAIN)
        return Passed()
    for kind, want in steps_by_hand.MADE.items():
        ask = asking(student, name, noise=steps_by_hand.ONES, kind=kind)
        slips = steps_by_hand.made_slips(kind)
        require_by_hand(student, name, steps_by_hand.MAKING, ask, want, slips, CERTAIN)
    return Passed(picture=partial(drawn_duel, student, ctx))

@check.each(STEPS, weight=0.5, visible=True)
def stays(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: the other network has not moved"""
    judging = name == 'discriminator_step'
    given = steps_by_hand.ROWS if judging else {'noise': steps_by_hand.ONES}
    step = steps_by_hand.JUDGING if judging else steps_by_hand.MAKING
    require_stays(student, step, asking(student, name, **given), MAY[name])

@check.each(('discriminator_step', 'generator_step'), titles=('`discriminator_step`: two steps, any networks and optimisers', '`generator_step`: two steps, any networks and optimisers'))
def values(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('discriminator_step', 'generator_step'), titles=('`discriminator_step`: layers in train and in eval mode', '`generator_step`: layers in train and in eval mode'))
def modes(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('discriminator_step', 'generator_step'), titles=('`discriminator_step`: what must not change does not change, bit by bit', '`generator_step`: what must not change does not change, bit by bit'))
def touches(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('discriminator_step', 'generator_step'), titles=('`discriminator_step`: what .grad held before has no effect', '`generator_step`: what .grad held before has no effect'))
def old_gradients(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check.each(('discriminator_step', 'generator_step'), titles=('`discriminator_step`: logits of ±10,000', '`generator_step`: logits of ±10,000'))
def extreme(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check
def generator_step_errors(student, ctx):
    """Another kind of loss is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='mode_report')
def mode_report_by_hand(student: Student, ctx: Context) -> None:
    """Four samples, of which three hit two of three centres"""
    found = (report_by_hand.SAMPLES, report_by_hand.CENTRES, report_by_hand.RADIUS)
    answer = student.call_plain('mode_report', *found)
    due, slips = (report_by_hand.REPORT, report_by_hand.REPORT_SLIPS)
    require_figures(student, 'mode_report', answer, due, slips, report_by_hand.NANS)

@check
def mode_report_values(student, ctx):
    """Any samples, centres and radius"""
    raise RuntimeError('this check is asked in grading only')

@check
def mode_report_edge(student, ctx):
    """A distance of exactly the radius"""
    raise RuntimeError('this check is asked in grading only')

@check
def mode_report_none(student, ctx):
    """No sample hits"""
    raise RuntimeError('this check is asked in grading only')

@check
def trained(student, ctx):
    """Trained by both steps in turn, it finds four modes of secret data"""
    raise RuntimeError('this check is asked in grading only')
