"""Checks of `images/field`: instruments that measure what any network sees."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import pictured
from autograder.checking.student import Student
from .for_field.by_hand import CHANGES, EACH_CHANNEL, GRADIENT_SLIPS, MASK_A, MASK_B, MISSED_AND_LEAKED, ONE_INT, PLACE, SEEN, SIZE, START, TWO_INTS, WEDGES, at_place, blind_spot_slips, intervention_slips, no_layer_slips, one_by_one, receptive_slips, require_field, stepping, wedge_slips, window
from .for_field.picture import drawn_wedges
from .shared.whole import require_whole

@check(weight=2, visible=True, about='gradient_map')
def gradient_map_by_hand(student: Student, ctx: Context) -> None:
    """`gradient_map` of features that answer with +1 and −1"""
    x = torch.full((1, 1, 2, 2), 0.5)
    answer = student.call('gradient_map', one_by_one(student), x, PLACE)
    answer.hint(shape=EACH_CHANNEL).should_equal(at_place(1.0), slips=GRADIENT_SLIPS)

@check
def gradient_map_values(student, ctx):
    """`gradient_map` of any net, at any place"""
    raise RuntimeError('this check is asked in grading only')

@check
def gradient_map_zeros(student, ctx):
    """`gradient_map` of a net that does not depend on its input"""
    raise RuntimeError('this check is asked in grading only')

@check
def gradient_map_keeps_arguments(student, ctx):
    """`gradient_map` changes neither x nor any `.grad`, and answers in the dtype of x"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=2, visible=True, about='intervention_map')
def intervention_map_by_hand(student: Student, ctx: Context) -> None:
    """`intervention_map` of a step: it moves, though it has no slope"""
    x, net = (torch.full((1, 1, 2, 2), START), stepping(student))
    for delta, want in CHANGES.items():
        answer = student.call('intervention_map', net, x, PLACE, delta).hint(shape=EACH_CHANNEL)
        answer.should_equal(want, slips=partial(intervention_slips, delta))

@check
def intervention_map_values(student, ctx):
    """`intervention_map` of any net, for any delta"""
    raise RuntimeError('this check is asked in grading only')

@check
def intervention_map_asks(student, ctx):
    """`intervention_map` changes one entry at a time"""
    raise RuntimeError('this check is asked in grading only')

@check
def intervention_map_keeps_arguments(student, ctx):
    """`intervention_map` leaves x as it was, and answers in its dtype"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='blind_spot')
def blind_spot_by_hand(student: Student, ctx: Context) -> None:
    """`blind_spot` of a small map: two pixels missed, one leaked"""
    got = student.call_plain('blind_spot', SEEN, (1, 2))
    require_whole('blind_spot', got, MISSED_AND_LEAKED, blind_spot_slips, TWO_INTS)

@check
def blind_spot_values(student, ctx):
    """`blind_spot` of any map, at any place"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='receptive_field')
def receptive_field_by_hand(student: Student, ctx: Context) -> None:
    """`receptive_field` of two layers of 3×3, the second dilated by two: 7"""
    got = student.call_plain('receptive_field', [3, 3], [1, 2])
    require_whole('receptive_field', got, (7,), receptive_slips, ONE_INT)
    got = student.call_plain('receptive_field', [], [])
    require_whole('receptive_field', got, (1,), no_layer_slips, ONE_INT)

@check
def receptive_field_values(student, ctx):
    """`receptive_field` of any kernels and dilations"""
    raise RuntimeError('this check is asked in grading only')

@check
def receptive_field_errors(student, ctx):
    """`receptive_field` refuses stacks that do not exist"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='stack_field', essential=True)
def stack_field_by_hand(student: Student, ctx: Context) -> Passed:
    """`stack_field` of layers A, B, B: the wedge"""
    masks = [MASK_A, MASK_B, MASK_B]
    draw = partial(pictured, partial(drawn_wedges, student))
    for layers in (3, 2, 1):
        answer = student.call('stack_field', masks[:layers], [1] * layers, SIZE)
        want, slips = (window(WEDGES[layers - 1]), partial(wedge_slips, layers))
        require_field(answer, want, slips, draw)
    return Passed(picture=draw())

@check
def stack_field_values(student, ctx):
    """`stack_field` of any masks, with any dilations"""
    raise RuntimeError('this check is asked in grading only')

@check
def stack_field_leaves_the_window(student, ctx):
    """`stack_field` of paths that leave the window and come back"""
    raise RuntimeError('this check is asked in grading only')
