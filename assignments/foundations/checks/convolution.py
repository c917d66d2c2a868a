"""Checks of `foundations/convolution`: windows, what they cost and what they see."""

from functools import partial
from typing import Any

import torch

from autograder.checking.arguments import call_text
from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.floats import float_of
from autograder.checking.pictured import explained
from autograder.checking.reply import as_float
from autograder.checking.student import Failed, Student
from autograder.checking.whole import int_of
from autograder.text.i18n import said

from .for_convolution import by_hand
from .for_convolution.cases import TOO_LARGE, drawn_sides, drawn_windows, side_slips
from .for_convolution.moved import CLOSE, drawn_moves, gap_slips, uneven_moves
from .for_convolution.nets import Net, drawn_nets, together
from .for_convolution.network import Told, require_left_alone, require_numbers
from .for_convolution.picture import drawn_fields, drawn_window
from .for_convolution.played import played
from .for_convolution.pooled import KINDS, drawn_pooled
from .shared.hints import hinted
from .shared.parts import require_parts
from .shared.precision import BOTH, precisely

SIDES = said("weight is (O, C, h, w), bias (O,): h and w may differ, as may O and C.")
SIZE = said("`output_size` counts another number of windows.")
GAP = said("`equivariance_gap` returns another number.")
COVERS = said("it covers dilation × (kernel − 1) + 1 pixels.")
CONVOLUTION = said("PyTorch's own convolution was called: here it is yours to write.")
POOLING = said("PyTorch's own pooling was called: here it is yours to write.")


@check(weight=0.5, visible=True, about="output_size")
def output_size_by_hand(student: Student, ctx: Context) -> None:
    """8 pixels and kernel 3 with padding 1; 7 pixels and kernel 2 or 3, in steps of 2"""
    got = [
        student.call_plain("output_size", 8, 3, padding=1),
        student.call_plain("output_size", 7, 2, stride=2),
        student.call_plain("output_size", 7, 3, stride=2),
    ]
    counts = [as_float(int_of(student, "output_size", one)) for one in got]
    told = torch.tensor(counts).double()
    require_parts([told], by_hand.SIZES, SIZE, by_hand.SIZE_SLIPS)


@check(weight=1.5, after=output_size_by_hand, about="output_size", essential=True)
def output_size_values(student: Student, ctx: Context) -> None:
    """Windows along sides of up to 9 pixels"""
    sides = drawn_sides(ctx)
    counts = []
    for place, side in enumerate(sides):
        named = side.named(brief=place % 2 == 0)
        call = call_text("output_size", **side.named(brief=False))
        with hinted(said("In `{call}` a window fits: {covers}", call=call, covers=COVERS)):
            one = plain_by_name(student, "output_size", **named)
        counts.append(as_float(int_of(student, "output_size", one)))
    want = [float(side.want) for side in sides]
    if counts == want:
        return
    place = next(n for n, one in enumerate(counts) if one != want[n])
    call = call_text("output_size", **sides[place].named(brief=False))
    wrong = said("Of `{call}` it counts another number of windows.", call=call)
    got, right = torch.tensor(counts).double(), torch.tensor(want).double()
    require_parts([got], right, wrong, partial(side_slips, sides))


@check(weight=0.5, after=output_size_by_hand, about="output_size", form=True)
def output_size_errors(student: Student, ctx: Context) -> None:
    """Sides into which no window fits are refused"""
    for side in TOO_LARGE:
        named: dict[str, Any] = side.named(brief=True)
        answer = student.call("output_size", **named)
        answer.should_raise(ValueError, why="no window fits")


@check(visible=True, about="correlate")
def correlate_by_hand(student: Student, ctx: Context) -> Passed:
    """Two rows of three pixels, under a kernel of one row"""
    given = by_hand.X, by_hand.KERNEL, by_hand.BIAS
    draw = partial(drawn_window, student)
    with hinted(SIDES), explained(draw):
        answer = student.call("correlate", *given).hint(shape=SIDES)
        answer.should_equal(by_hand.ANSWERS, slips=by_hand.CORRELATE_SLIPS)
    return Passed(picture=draw)


@check(weight=0.5, after=correlate_by_hand, about="correlate", essential=True)
def correlate_is_your_own(student: Student, ctx: Context) -> None:
    """`correlate` does without PyTorch's convolutions and poolings"""
    small, large = (6, 7), (15, 17)
    for image, sides, more in (
        (small, (2, 3), {}),
        (small, (3, 3), {"stride": 2, "padding": 1}),
        (large, (3, 2), {"stride": 2}),
    ):
        given = ctx.randn(2, 3, *image), ctx.randn(4, 3, *sides), ctx.randn(4)
        with hinted(SIDES):
            _require_none(student.operations("correlate", *given, **more))


def _require_none(operations: frozenset[str]) -> None:
    """Raise Failed when a convolution or a pooling of PyTorch is among the operations."""
    names = [name.replace("_convert", "") for name in operations]  # of dtypes and layouts
    if any("pool" in name for name in names):
        raise Failed(POOLING)
    if any("conv" in name for name in names):
        raise Failed(CONVOLUTION)


@check(weight=4, after=correlate_is_your_own, about="correlate", essential=True)
def correlate_values(student: Student, ctx: Context) -> None:
    """Kernels of any size, with any stride and padding"""
    for dtype in BOTH:
        for case in drawn_windows(ctx, dtype):
            with hinted(case.told_of_shape):
                answer = student.call("correlate", **vars(case)).hint(shape=case.told_of_shape)
                precisely(answer, case.answers(), dtype, slips=case.slips)


@check(visible=True, about="pool")
def pool_by_hand(student: Student, ctx: Context) -> None:
    """The lecture's 4×4 image"""
    largest, mean = (student.call("pool", by_hand.SLIDE, 2, 2, kind) for kind in ("max", "average"))
    largest.should_equal(by_hand.LARGEST, slips=by_hand.LARGEST_SLIPS)
    mean.should_equal(by_hand.MEANS, slips=by_hand.MEAN_SLIPS)


@check(weight=0.5, after=pool_by_hand, about="pool", essential=True)
def pool_is_your_own(student: Student, ctx: Context) -> None:
    """`pool` does without PyTorch's convolutions and poolings"""
    for kind in KINDS:
        for image, size, stride in (((6, 7), 2, 2), ((6, 7), 3, 1), ((15, 17), 2, 3)):
            x = ctx.randn(2, 3, *image)
            _require_none(student.operations("pool", x, size, stride, kind))


@check(weight=2, after=pool_is_your_own, about="pool", essential=True)
def pool_values(student: Student, ctx: Context) -> None:
    """Windows with overlaps, with gaps and with a rest"""
    for dtype in BOTH:
        for case in drawn_pooled(ctx, dtype):
            with hinted(case.told_of_shape):
                answer = student.call("pool", **vars(case)).hint(shape=case.told_of_shape)
                precisely(answer, case.want, dtype, slips=case.slips)


@check(weight=0.5, after=pool_by_hand, about="pool", form=True)
def pool_errors(student: Student, ctx: Context) -> None:
    """Another kind than "max" and "average" is refused"""
    for kind in ("mean", "Max", "", "min"):
        answer = student.call("pool", ctx.randn(1, 2, 4, 4), 2, 2, kind)
        answer.should_raise(ValueError, why='`kind` is "max" or "average"')


@check(weight=1.5, visible=True, about="summary")
def summary_by_hand(student: Student, ctx: Context) -> Passed:
    """The network that reads digits: 6,090 parameters"""
    answer = student.call_plain("summary", by_hand.SHAPE, by_hand.LAYERS)
    told = Told.read(student, answer, by_hand.LAYERS)
    told.require_shapes(by_hand.SHAPES)
    require_numbers([told], "parameters", [by_hand.PARAMETERS], by_hand.PARAMETER_SLIPS)
    with explained(partial(drawn_fields, told)):
        require_numbers([told], "field", [by_hand.FIELDS], by_hand.FIELD_SLIPS)
    return Passed(picture=partial(drawn_fields, told))


@check(about="summary")
def summary_shapes(student: Student, ctx: Context) -> None:
    """Shapes in any network"""
    nets = drawn_nets(ctx)
    for net in nets:
        _told(student, net).require_shapes(net.shapes)
    longest = max(nets, key=lambda net: len(net.layers))
    require_left_alone(student, longest.shape, longest.layers)


def _told(student: Student, net: Net) -> Told:
    """Return what a student says of a network."""
    answer = plain_by_name(student, "summary", shape=net.shape, layers=list(net.layers))
    return Told.read(student, answer, net.layers)


@check(about="summary")
def summary_parameters(student: Student, ctx: Context) -> None:
    """Parameters in any network"""
    nets = drawn_nets(ctx)
    told, want = [_told(student, net) for net in nets], [net.parameters for net in nets]
    slips = partial(together, [net.parameter_slips for net in nets])
    require_numbers(told, "parameters", want, slips)


@check(weight=2, about="summary")
def summary_fields(student: Student, ctx: Context) -> None:
    """Receptive fields in any network"""
    nets = drawn_nets(ctx)
    told, want = [_told(student, net) for net in nets], [net.fields for net in nets]
    require_numbers(told, "field", want, partial(together, [net.field_slips for net in nets]))


@check(visible=True, about="equivariance_gap")
def equivariance_gap_by_hand(student: Student, ctx: Context) -> None:
    """A layer that moves along, and two that do not"""
    left = played(lambda x: x.roll(1, 3), by_hand.SPOT)
    all_left = played(lambda x: x.cumsum(3), by_hand.SPOT)
    ramp = played(lambda x: x * by_hand.RAMP, by_hand.IMAGE)
    gaps = [
        student.call_plain("equivariance_gap", left, by_hand.SPOT, 0, 1),
        student.call_plain("equivariance_gap", all_left, by_hand.SPOT, 0, 1),
        student.call_plain("equivariance_gap", ramp, by_hand.IMAGE, 2, 1),
    ]
    got = torch.tensor([float_of(student, "equivariance_gap", gap) for gap in gaps]).double()
    require_parts([got], by_hand.GAPS, GAP, by_hand.GAP_SLIPS, near=1e-6)


@check(weight=2, after=equivariance_gap_by_hand, about="equivariance_gap", essential=True)
def equivariance_gap_values(student: Student, ctx: Context) -> None:
    """Any layer, any move and any stride"""
    for dtype in BOTH:
        moves, gaps = list(drawn_moves(ctx, dtype)), []
        for move in moves:
            named = {**vars(move), "layer": move.oracle()}
            gap = plain_by_name(student, "equivariance_gap", **named)
            gaps.append(float_of(student, "equivariance_gap", gap))
        want = torch.stack([move.want() for move in moves]).double()
        got = torch.tensor(gaps, dtype=torch.float64)
        require_parts([got], want, GAP, partial(gap_slips, moves), near=CLOSE[dtype])


@check(weight=0.5, after=equivariance_gap_by_hand, about="equivariance_gap", form=True)
def equivariance_gap_errors(student: Student, ctx: Context) -> None:
    """Moves that are no whole steps are refused"""
    for move in uneven_moves(ctx):
        answer = student.call("equivariance_gap", **{**vars(move), "layer": move.oracle()})
        answer.should_raise(ValueError, why="a move is a whole number of strides, down and right")
