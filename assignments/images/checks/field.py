"""Checks of `images/field`: instruments that measure what any network sees."""

from functools import partial
from typing import Any

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.given import has_grad, network, tensor, value_of
from autograder.checking.pictured import pictured
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_field.by_hand import (
    CHANGES,
    EACH_CHANNEL,
    GRADIENT_SLIPS,
    MASK_A,
    MASK_B,
    MISSED_AND_LEAKED,
    ONE_INT,
    PLACE,
    SEEN,
    SIZE,
    START,
    TWO_INTS,
    WEDGES,
    at_place,
    blind_spot_slips,
    intervention_slips,
    no_layer_slips,
    one_by_one,
    receptive_slips,
    require_field,
    stepping,
    wedge_slips,
    window,
)
from .for_field.counted import STACKS, count_slips, counts, drawn_maps, side, side_slips
from .for_field.nets import SHAPES, Curved, Intervened, gradient_slips
from .for_field.picture import drawn_wedges
from .for_field.recorded import Recorded
from .for_field.walks import Stack, drawn_stacks
from .shared.accuracy import BOTH, require_close
from .shared.hints import hinted
from .shared.whole import require_whole

OF_X = said("The result has the dtype of x.")
DILATION = 5  # and a window of 3: neither without dilation nor round a torus is it the same
ZEROS = said("Where nothing depends there are zeros.")
IN_PLACE = said("An argument was changed in place: work on a copy.")
MARKED = said("x requires grad now, though it did not before: work on `x.detach().clone()`.")
FILLED = said("`.grad` was filled: use torch.autograd.grad.")
NO_GRAD = said("The result requires grad: it is a measurement, so detach it.")


@check(weight=2, visible=True, about="gradient_map")
def gradient_map_by_hand(student: Student, ctx: Context) -> None:
    """`gradient_map` of features that answer with +1 and −1"""
    x = torch.full((1, 1, 2, 2), 0.5)
    answer = student.call("gradient_map", one_by_one(student), x, PLACE)
    answer.hint(shape=EACH_CHANNEL).should_equal(at_place(1.0), slips=GRADIENT_SLIPS)


@check(weight=3, after=gradient_map_by_hand, about="gradient_map", essential=True)
def gradient_map_values(student: Student, ctx: Context) -> None:
    """`gradient_map` of any net, at any place"""
    for shape in SHAPES:
        height, width = shape[1:3]
        for number, dtype in enumerate(BOTH):
            net = Curved.drawn(ctx, shape, dtype)
            x = ctx.randn(1, *net.size, dtype=dtype)
            given, slopes = net.given(student), net.slopes(x)
            chosen = [(i, j) for i in range(height) for j in range(width)]
            for place in chosen if shape is SHAPES[0] else chosen[number :: len(chosen) - 1 or 1]:
                answer = student.call("gradient_map", given, x, place)
                slips = partial(gradient_slips, slopes, place)
                want = slopes[:, place[0], place[1]].abs().amax(0)
                require_close(answer.hint(shape=EACH_CHANNEL), want, slips=slips)


@check(weight=1, after=gradient_map_by_hand, about="gradient_map")
def gradient_map_zeros(student: Student, ctx: Context) -> None:
    """`gradient_map` of a net that does not depend on its input"""
    x, offset = ctx.randn(1, 2, 3, 2), ctx.randn(18)
    weights = ctx.randn(18, 12)
    for cut, linear in (("", 0 * weights), ("output", weights), ("input", weights)):
        net = network(student, (3, 3, 2), cut, offset=offset, linear=linear)
        with hinted(ZEROS):
            answer = student.call("gradient_map", net, x, (1, 0))
            answer.should_equal(torch.zeros(2, 3, 2), wrong=ZEROS)


@check(weight=1, after=gradient_map_by_hand, about="gradient_map", form=True)
def gradient_map_keeps_arguments(student: Student, ctx: Context) -> None:
    """`gradient_map` changes neither x nor any `.grad`, and answers in the dtype of x"""
    net, x = Curved.drawn(ctx, SHAPES[0], torch.float64), ctx.randn(1, 2, 3, 4, dtype=torch.float64)
    given, place = net.given(student), (ctx.between(0, 2), ctx.between(0, 3))
    for requires_grad in (False, True):
        kept = tensor(student, x, requires_grad=requires_grad)
        first, second = (
            student.call("gradient_map", net=given, x=kept, place=place).should_have_shape(2, 3, 4)
            for _ in range(2)
        )
        if not torch.equal(value_of(kept, x), x):
            raise Failed(IN_PLACE)
        if kept.call_plain("__getattribute__", "requires_grad") != requires_grad:
            raise Failed(MARKED)
        if has_grad(kept) or has_grad(given, "linear") or has_grad(given, "square"):
            raise Failed(FILLED)
        if not torch.equal(first, second):
            raise Failed(said("Asked again, the map differs: something is left behind."))
        if student.requires_grad("gradient_map", given, kept, place):
            raise Failed(NO_GRAD)
    for dtype in BOTH:
        named: dict[str, Any] = {"net": given, "x": x.to(dtype), "place": place}
        answer = student.call("gradient_map", **named).hint(dtype=OF_X)
        answer.should_have_shape(2, 3, 4, dtype=dtype)


@check(weight=2, visible=True, about="intervention_map")
def intervention_map_by_hand(student: Student, ctx: Context) -> None:
    """`intervention_map` of a step: it moves, though it has no slope"""
    x, net = torch.full((1, 1, 2, 2), START), stepping(student)
    for delta, want in CHANGES.items():
        answer = student.call("intervention_map", net, x, PLACE, delta).hint(shape=EACH_CHANNEL)
        answer.should_equal(want, slips=partial(intervention_slips, delta))


@check(weight=3, after=intervention_map_by_hand, about="intervention_map", essential=True)
def intervention_map_values(student: Student, ctx: Context) -> None:
    """`intervention_map` of any net, for any delta"""
    for shape in SHAPES:
        for dtype in BOTH:
            for delta in (1, -0.4):
                net = Curved.drawn(ctx, shape, dtype)
                place = ctx.between(0, shape[1] - 1), ctx.between(0, shape[2] - 1)
                asked = Intervened(net, ctx.randn(1, *net.size, dtype=dtype), place, delta)
                given = net.given(student), asked.x, place, delta
                answer = student.call("intervention_map", *given).hint(shape=EACH_CHANNEL)
                require_close(answer, asked.want, slips=asked.slips)


@check(weight=1, after=intervention_map_by_hand, about="intervention_map")
def intervention_map_asks(student: Student, ctx: Context) -> None:
    """`intervention_map` changes one entry at a time"""
    for size, delta in (((2, 3, 4), 0.7), ((3, 1, 2), -2)):
        net = Recorded(ctx.randn(1, *size))
        place = ctx.between(0, size[1] - 1), ctx.between(0, size[2] - 1)
        answer = student.call("intervention_map", net.oracle(), net.x, place, delta)
        answer.should_have_shape(*size)
        net.require_single_changes(delta)


@check(weight=0.5, after=intervention_map_by_hand, about="intervention_map", form=True)
def intervention_map_keeps_arguments(student: Student, ctx: Context) -> None:
    """`intervention_map` leaves x as it was, and answers in its dtype"""
    net, x = Curved.drawn(ctx, SHAPES[0], torch.float64), ctx.randn(1, 2, 3, 4, dtype=torch.float64)
    given: dict[str, Any] = {"net": net.given(student), "x": x, "place": (2, 1), "delta": 0.3}
    for dtype in BOTH:
        answer = student.call("intervention_map", **{**given, "x": x.to(dtype)}).hint(dtype=OF_X)
        answer.should_have_shape(2, 3, 4, dtype=dtype)


@check(weight=1, visible=True, about="blind_spot")
def blind_spot_by_hand(student: Student, ctx: Context) -> None:
    """`blind_spot` of a small map: two pixels missed, one leaked"""
    got = student.call_plain("blind_spot", SEEN, (1, 2))
    require_whole("blind_spot", got, MISSED_AND_LEAKED, blind_spot_slips, TWO_INTS)


@check(weight=2, after=blind_spot_by_hand, about="blind_spot")
def blind_spot_values(student: Student, ctx: Context) -> None:
    """`blind_spot` of any map, at any place"""
    for seen, place in drawn_maps(ctx):
        got = student.call_plain("blind_spot", seen=seen, place=place)
        slips = partial(count_slips, seen, place)
        require_whole("blind_spot", got, counts(seen, place), slips, TWO_INTS)


@check(weight=1, visible=True, about="receptive_field")
def receptive_field_by_hand(student: Student, ctx: Context) -> None:
    """`receptive_field` of two layers of 3×3, the second dilated by two: 7"""
    got = student.call_plain("receptive_field", [3, 3], [1, 2])
    require_whole("receptive_field", got, (7,), receptive_slips, ONE_INT)
    got = student.call_plain("receptive_field", [], [])
    require_whole("receptive_field", got, (1,), no_layer_slips, ONE_INT)


@check(weight=1, after=receptive_field_by_hand, about="receptive_field")
def receptive_field_values(student: Student, ctx: Context) -> None:
    """`receptive_field` of any kernels and dilations"""
    for sizes, dilations in STACKS:
        got = student.call_plain("receptive_field", kernel_sizes=sizes, dilations=dilations)
        slips = partial(side_slips, sizes, dilations)
        require_whole("receptive_field", got, (side(sizes, dilations),), slips, ONE_INT)


@check(weight=0.5, after=receptive_field_by_hand, about="receptive_field", form=True)
def receptive_field_errors(student: Student, ctx: Context) -> None:
    """`receptive_field` refuses stacks that do not exist"""
    for sizes, dilations in (([3, 3], [1]), ([3], [1, 2]), ([], [1]), ([3], [])):
        answer = student.call("receptive_field", sizes, dilations)
        answer.should_raise(ValueError, why="there is one dilation for each kernel")
    for sizes in ([2, 3], [3, 4], [6]):
        answer = student.call("receptive_field", sizes, [1] * len(sizes))
        answer.should_raise(ValueError, why="an even kernel has no centre")


@check(weight=1.5, visible=True, about="stack_field", essential=True)
def stack_field_by_hand(student: Student, ctx: Context) -> Passed:
    """`stack_field` of layers A, B, B: the wedge"""
    masks = [MASK_A, MASK_B, MASK_B]
    draw = partial(pictured, partial(drawn_wedges, student))
    for layers in (3, 2, 1):
        answer = student.call("stack_field", masks[:layers], [1] * layers, SIZE)
        want, slips = window(WEDGES[layers - 1]), partial(wedge_slips, layers)
        require_field(answer, want, slips, draw)
    return Passed(picture=draw())


@check(weight=2.5, after=stack_field_by_hand, about="stack_field", essential=True)
def stack_field_values(student: Student, ctx: Context) -> None:
    """`stack_field` of any masks, with any dilations"""
    for number, stack in enumerate(drawn_stacks(ctx)):
        masks, dilations = list(stack.masks), list(stack.dilations)
        given = (tuple(masks), tuple(dilations)) if number % 2 else (masks, dilations)
        answer = student.call("stack_field", *given, stack.size)
        require_field(answer, stack.field(), stack.slips)


@check(weight=1, after=stack_field_by_hand, about="stack_field")
def stack_field_leaves_the_window(student: Student, ctx: Context) -> None:
    """`stack_field` of paths that leave the window and come back"""
    right, left = torch.zeros(3, 3), torch.zeros(3, 3)
    right[1, 2] = left[1, 0] = left[1, 1] = 1
    up, down = right.T.flip(0, 1), left.T.flip(0, 1)
    for masks in ([right, left], [up, down], [right, up, left, down]):
        stack = Stack(masks, [DILATION] * len(masks), 3)
        given: dict[str, Any] = {"masks": masks, "dilations": [DILATION] * len(masks), "size": 3}
        require_field(student.call("stack_field", **given), stack.field(), stack.slips)
