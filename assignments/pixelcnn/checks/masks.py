"""Checks of pixelcnn/masks: which weights of a kernel may see what."""

from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.checking.check import Passed, World, check
from autograder.checking.compare import require_value_error
from autograder.checking.sizes import between, different, one_of
from autograder.checking.student import Failed, Student
from autograder.text.i18n import quoted, said

from .fresh_masks import require_fresh
from .mask_answers import (
    TYPES,
    causal_slips,
    channel_slips,
    horizontal_slips,
    mask_of,
    require_mask,
    vertical_slips,
)
from .reach import first_wrong, reach_of, require_no_later

ODD, EVEN = range(3, 22, 2), range(4, 22, 2)  # kernel sizes to draw from
SIZES = 4  # drawn for a check, besides 1
NO_TYPES = ("C", "a", "AB", "")  # the last two are in the string "AB", and are no types
OTHER_TYPES = ("b", "BA", "A ", " B", "AA", "D", "Z", "None", "0", "ab")
COLOURS = "RGB"

# Choices of num_colors, of maps of each colour going out and coming in, and of kernel sizes: blocks
# of one map and of several, on both sides and on one, one colour, and more than three.
ONE, SEVERAL, MANY = (1,), (2, 3, 4), (5, 6, 7)
CHANNEL_CASES: list[tuple[Sequence[int], ...]] = [
    ((3,), ONE, ONE, (3, 5, 7)),
    ((3,), SEVERAL, SEVERAL, (3, 5)),
    ((3,), ONE, SEVERAL, (1,)),
    ((3,), MANY, ONE, (7, 9, 11)),
    ((2,), SEVERAL, MANY, (3, 5)),
    ((1,), SEVERAL, SEVERAL, (3, 5)),
    ((4, 5, 6), SEVERAL, ONE, (5, 7)),
]


def kernel_sizes(world: World, purpose: str) -> list[int]:
    """Give the smallest kernel and some odd sizes, others in each course."""
    order = torch.randperm(len(ODD), generator=world.generator(purpose))
    return [1, *sorted(ODD[index] for index in order[:SIZES].tolist())]


def drawn(rows: str) -> Tensor:
    """Give a mask written as "111/100/000"."""
    return torch.tensor([[float(digit) for digit in row] for row in rows.split("/")])


@check(weight=1.5, visible=True)
def causal_by_hand(student: Student, world: World) -> None:
    """Rows above, then what lies to the left; type "B" adds the centre"""
    for size, kind, rows in ((3, "A", "111/100/000"), (3, "B", "111/110/000")):
        want = drawn(rows)
        got = mask_of(student, "causal_mask", size, kind, shape=(size, size))
        require_mask(got, want, f'causal_mask({size}, "{kind}")', causal_slips(want), show=True)


@check(weight=2.0, after=[causal_by_hand])
def causal_sizes(student: Student, world: World) -> None:
    """`causal_mask` for kernels of any odd size"""
    draw = world.generator("causal names")
    for size in kernel_sizes(world, "causal"):
        for kind in TYPES:
            want = world.truth().causal_mask(size, kind)
            got = mask_of(student, "causal_mask", size, kind, shape=(size, size), draw=draw)
            require_mask(got, want, f'causal_mask({size}, "{kind}")', causal_slips(want))


@check(weight=0.75, after=[causal_by_hand])
def causal_contract(student: Student, world: World) -> None:
    """`causal_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    _require_contract(student, world, "causal_mask", "B")


@check(weight=1.0, visible=True)
def vertical_by_hand(student: Student, world: World) -> None:
    """The vertical stack sees whole rows"""
    for size, kind, rows in ((3, "A", "111/000/000"), (3, "B", "111/111/000")):
        want = drawn(rows)
        got = mask_of(student, "vertical_mask", size, kind, shape=(size, size))
        slips = vertical_slips(want)
        require_mask(got, want, f'vertical_mask({size}, "{kind}")', slips, show=True)


@check(weight=1.0, after=[vertical_by_hand])
def vertical_sizes(student: Student, world: World) -> None:
    """`vertical_mask` for kernels of any odd size"""
    draw = world.generator("vertical names")
    for size in kernel_sizes(world, "vertical"):
        for kind in TYPES:
            want = world.truth().vertical_mask(size, kind)
            got = mask_of(student, "vertical_mask", size, kind, shape=(size, size), draw=draw)
            require_mask(got, want, f'vertical_mask({size}, "{kind}")', vertical_slips(want))


@check(weight=0.5, after=[vertical_by_hand])
def vertical_contract(student: Student, world: World) -> None:
    """`vertical_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    _require_contract(student, world, "vertical_mask", "A")


@check(weight=0.75, visible=True)
def horizontal_by_hand(student: Student, world: World) -> None:
    """The horizontal stack sees its own row, up to the centre, as a kernel of one row"""
    for size, kind, rows in ((3, "A", "100"), (5, "B", "11100")):
        want = drawn(rows)
        got = mask_of(student, "horizontal_mask", size, kind, shape=(1, size))
        slips = horizontal_slips(want)
        require_mask(got, want, f'horizontal_mask({size}, "{kind}")', slips, show=True)


@check(weight=0.75, after=[horizontal_by_hand])
def horizontal_sizes(student: Student, world: World) -> None:
    """`horizontal_mask` for kernels of any odd size"""
    draw = world.generator("horizontal names")
    for size in kernel_sizes(world, "horizontal"):
        for kind in TYPES:
            want = world.truth().horizontal_mask(size, kind)
            got = mask_of(student, "horizontal_mask", size, kind, shape=(1, size), draw=draw)
            slips = horizontal_slips(want)
            require_mask(got, want, f'horizontal_mask({size}, "{kind}")', slips)


@check(weight=0.5, after=[horizontal_by_hand])
def horizontal_contract(student: Student, world: World) -> None:
    """`horizontal_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    _require_contract(student, world, "horizontal_mask", "A")


@check(weight=1.0, visible=True, after=[causal_by_hand, vertical_by_hand, horizontal_by_hand])
def stacks_see_what_came_before(student: Student, world: World) -> Passed:
    """Layers of masks A, B, B, … see earlier pixels only, and two stacks together see them all"""
    height, width = 4, 5
    causal, vertical, horizontal = (
        reach_of(student, name, height, width)
        for name in ("causal_mask", "vertical_mask", "horizontal_mask")
    )
    pixel = torch.arange(height * width)
    earlier = pixel < pixel.unsqueeze(1)
    both = vertical | horizontal
    require_no_later(causal, earlier, quoted("causal_mask"), width)
    pair = said("{one} and {other}", one="vertical_mask", other="horizontal_mask")
    require_no_later(both, earlier, pair, width)
    if not both[earlier].all():
        message = said(
            "`vertical_mask` and `horizontal_mask` together should reach every earlier pixel: all "
            "rows above in their full width, and the current row up to the pixel."
        )
        here, there = first_wrong(earlier & ~both, width)
        seen = said(
            "From pixel {pixel}, pixel {other} is never seen (row, column).",
            pixel=here,
            other=there,
        )
        raise Failed(message, seen=seen)
    return Passed(
        said(
            "On {height} × {width} pixels, layers of `causal_mask` alone miss {blind} of {earlier} "
            "earlier pixels, however many layers: the blind spot. Your vertical and horizontal "
            "masks together miss none.",
            height=height,
            width=width,
            blind=int((earlier & ~causal).sum()),
            earlier=int(earlier.sum()),
        )
    )


@check(weight=1.0, visible=True)
def channel_by_hand(student: Student, world: World) -> None:
    """At the centre, red sees nothing, green sees red, blue sees red and green"""
    for kind, rows in (("A", "000/100/110"), ("B", "100/110/111")):
        centre = drawn(rows)
        got = mask_of(student, "channel_mask", 3, 3, 1, kind, shape=(3, 3, 1, 1))
        want = centre.view(3, 3, 1, 1)
        title = f'channel_mask(3, 3, 1, "{kind}")'
        require_mask(got, want, title, channel_slips(want, 3), show=True)


@check(weight=0.5, visible=True, after=[channel_by_hand])
def channel_blocks(student: Student, world: World) -> None:
    """Six feature maps are two for red, then two for green, then two for blue"""
    want = drawn("000000/000000/110000/110000/111100/111100").view(6, 6, 1, 1)
    got = mask_of(student, "channel_mask", 6, 6, 1, "A", shape=(6, 6, 1, 1))
    require_mask(got, want, 'channel_mask(6, 6, 1, "A")', channel_slips(want, 3), show=True)


@check(weight=2.5, after=[channel_by_hand])
def channel_sizes(student: Student, world: World) -> None:
    """`channel_mask` for one to six colours, any odd kernel size and number of maps"""
    draw = world.generator("channel sizes")
    for choices in CHANNEL_CASES:
        colours, out_each, in_each, size = (one_of(draw, choice) for choice in choices)
        outs, ins = colours * out_each, colours * in_each
        for kind in TYPES:
            want = world.truth().channel_mask(outs, ins, size, kind, colours)
            args = (outs, ins, size, kind, colours)
            got = mask_of(student, "channel_mask", *args, shape=want.shape, draw=draw)
            title = f'channel_mask({outs}, {ins}, {size}, "{kind}", num_colors={colours})'
            require_mask(got, want, title, channel_slips(want, colours))


@check(weight=1.0, after=[channel_by_hand])
def channel_order_through_layers(student: Student, world: World) -> None:
    """Through layers A, B, B each colour of a pixel sees exactly the colours before it"""
    draw = world.generator("channel layers")
    first, second = (3 * one_of(draw, (2, 3, 4, 5)) for _ in range(2))
    reach = torch.eye(3)
    for outs, ins, kind in ((first, 3, "A"), (second, first, "B"), (3, second, "B")):
        centre = mask_of(student, "channel_mask", outs, ins, 3, kind, shape=(outs, ins, 3, 3))
        reach = (centre[:, :, 1, 1] != 0).float() @ reach  # a NaN shows, too
    for i, output in enumerate(COLOURS):
        for j, source in enumerate(COLOURS):
            if i <= j and reach[i, j] > 0:
                message = said(
                    "After three layers {output} sees {source}, which is not before it.",
                    output=output,
                    source=source,
                )
                raise Failed(message)
            if i > j and reach[i, j] == 0:
                message = said(
                    "After three layers {output} does not see {source}, which is earlier.",
                    output=output,
                    source=source,
                )
                raise Failed(message)


@check(weight=0.75, after=[channel_by_hand])
def channel_contract(student: Student, world: World) -> None:
    """`channel_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    draw = world.generator("channel contract")
    outs, ins, size = 3 * one_of(draw, (1, 2, 3)), 3 * one_of(draw, (1, 2, 3)), one_of(draw, (3, 5))
    shape, other = (outs, ins, size, size), (outs, ins, size, "B")
    others = [(other, shape), ((outs, ins, 1, "A"), (outs, ins, 1, 1))]
    require_fresh(student, "channel_mask", outs, ins, size, "A", shape=shape, others=others)
    _require_refusals(student, draw, "channel_mask", outs, ins)
    each = between(draw, 2, 6)
    for outs, ins, colours in ((3 * each + 1, 3, 3), (3, 3 * each - 1, 3), (3, 3, 2), (4, 6, 4)):
        why = said("these channels do not divide into {colours} colours", colours=colours)
        require_value_error(student, "channel_mask", outs, ins, 3, "A", colours, why=why)


def _require_contract(student: Student, world: World, name: str, kind: str) -> None:
    """Ask one of the functions for a single kernel for new tensors and for errors."""
    draw = world.generator(f"{name} contract")
    size, further = (ODD[place] for place in different(draw, 2, 0, len(ODD) - 1))
    other = TYPES[1 - TYPES.index(kind)]
    asked = ((size, kind), (size, other), (further, kind), (further, other))
    first, *others = [(one, (1 if name == "horizontal_mask" else one[0], one[0])) for one in asked]
    require_fresh(student, name, *first[0], shape=first[1], others=others)
    _require_refusals(student, draw, name)


def _require_refusals(student: Student, draw: torch.Generator, name: str, *channels: int) -> None:
    """Ask for masks of no type, and of kernels that have no centre."""
    for kind in (*NO_TYPES, one_of(draw, OTHER_TYPES)):
        why = said('there is no type "{kind}"', kind=kind)
        require_value_error(student, name, *channels, one_of(draw, ODD), kind, why=why)
    for size in (2, one_of(draw, EVEN)):
        for kind in TYPES:
            why = said("a kernel of even size has no centre")
            require_value_error(student, name, *channels, size, kind, why=why)
