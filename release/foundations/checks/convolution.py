"""Checks of `foundations/convolution`: windows, what they cost and what they see."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.floats import float_of
from autograder.checking.pictured import explained
from autograder.checking.reply import as_float
from autograder.checking.student import Student
from autograder.checking.whole import int_of
from autograder.text.i18n import said
from .for_convolution import by_hand
from .for_convolution.network import Told, require_numbers
from .for_convolution.picture import drawn_fields, drawn_window
from .for_convolution.played import played
from .shared.hints import hinted
from .shared.parts import require_parts
SIDES = said('weight is (O, C, h, w), bias (O,): h and w may differ, as may O and C.')
SIZE = said('`output_size` counts another number of windows.')
GAP = said('`equivariance_gap` returns another number.')

@check(weight=0.5, visible=True, about='output_size')
def output_size_by_hand(student: Student, ctx: Context) -> None:
    """8 pixels and kernel 3 with padding 1; 7 pixels and kernel 2 or 3, in steps of 2"""
    got = [student.call_plain('output_size', 8, 3, padding=1), student.call_plain('output_size', 7, 2, stride=2), student.call_plain('output_size', 7, 3, stride=2)]
    counts = [as_float(int_of(student, 'output_size', one)) for one in got]
    told = torch.tensor(counts).double()
    require_parts([told], by_hand.SIZES, SIZE, by_hand.SIZE_SLIPS)

@check
def output_size_values(student, ctx):
    """Windows along sides of up to 9 pixels"""
    raise RuntimeError('this check is asked in grading only')

@check
def output_size_errors(student, ctx):
    """Sides into which no window fits are refused"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='correlate')
def correlate_by_hand(student: Student, ctx: Context) -> Passed:
    """Two rows of three pixels, under a kernel of one row"""
    given = (by_hand.X, by_hand.KERNEL, by_hand.BIAS)
    draw = partial(drawn_window, student)
    with hinted(SIDES), explained(draw):
        answer = student.call('correlate', *given).hint(shape=SIDES)
        answer.should_equal(by_hand.ANSWERS, slips=by_hand.CORRELATE_SLIPS)
    return Passed(picture=draw)

@check
def correlate_is_your_own(student, ctx):
    """`correlate` does without PyTorch's convolutions and poolings"""
    raise RuntimeError('this check is asked in grading only')

@check
def correlate_values(student, ctx):
    """Kernels of any size, with any stride and padding"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='pool')
def pool_by_hand(student: Student, ctx: Context) -> None:
    """The lecture's 4×4 image"""
    largest, mean = (student.call('pool', by_hand.SLIDE, 2, 2, kind) for kind in ('max', 'average'))
    largest.should_equal(by_hand.LARGEST, slips=by_hand.LARGEST_SLIPS)
    mean.should_equal(by_hand.MEANS, slips=by_hand.MEAN_SLIPS)

@check
def pool_is_your_own(student, ctx):
    """`pool` does without PyTorch's convolutions and poolings"""
    raise RuntimeError('this check is asked in grading only')

@check
def pool_values(student, ctx):
    """Windows with overlaps, with gaps and with a rest"""
    raise RuntimeError('this check is asked in grading only')

@check
def pool_errors(student, ctx):
    """Another kind than "max" and "average" is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='summary')
def summary_by_hand(student: Student, ctx: Context) -> Passed:
    """The network that reads digits: 6,090 parameters"""
    answer = student.call_plain('summary', by_hand.SHAPE, by_hand.LAYERS)
    told = Told.read(student, answer, by_hand.LAYERS)
    told.require_shapes(by_hand.SHAPES)
    require_numbers([told], 'parameters', [by_hand.PARAMETERS], by_hand.PARAMETER_SLIPS)
    with explained(partial(drawn_fields, told)):
        require_numbers([told], 'field', [by_hand.FIELDS], by_hand.FIELD_SLIPS)
    return Passed(picture=partial(drawn_fields, told))

@check
def summary_shapes(student, ctx):
    """Shapes in any network"""
    raise RuntimeError('this check is asked in grading only')

@check
def summary_parameters(student, ctx):
    """Parameters in any network"""
    raise RuntimeError('this check is asked in grading only')

@check
def summary_fields(student, ctx):
    """Receptive fields in any network"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='equivariance_gap')
def equivariance_gap_by_hand(student: Student, ctx: Context) -> None:
    """A layer that moves along, and two that do not"""
    left = played(lambda x: x.roll(1, 3), by_hand.SPOT)
    all_left = played(lambda x: x.cumsum(3), by_hand.SPOT)
    ramp = played(lambda x: x * by_hand.RAMP, by_hand.IMAGE)
    gaps = [student.call_plain('equivariance_gap', left, by_hand.SPOT, 0, 1), student.call_plain('equivariance_gap', all_left, by_hand.SPOT, 0, 1), student.call_plain('equivariance_gap', ramp, by_hand.IMAGE, 2, 1)]
    got = torch.tensor([float_of(student, 'equivariance_gap', gap) for gap in gaps]).double()
    require_parts([got], by_hand.GAPS, GAP, by_hand.GAP_SLIPS, near=1e-06)

@check
def equivariance_gap_values(student, ctx):
    """Any layer, any move and any stride"""
    raise RuntimeError('this check is asked in grading only')

@check
def equivariance_gap_errors(student, ctx):
    """Moves that are no whole steps are refused"""
    raise RuntimeError('this check is asked in grading only')
