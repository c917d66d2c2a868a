"""Checks of pixelcnn/masks: which weights of a kernel may see what."""

from collections.abc import Sequence

import torch

from autograder.checking.answer import Answer
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import quoted, said

from .fresh_masks import require_fresh
from .mask_answers import TYPES, Due, asked, require_mask, shares_the_swap
from .mask_slips import SLIPS, channel_slips, swap_of
from .masks_by_hand import BLOCKS, BY_HAND, COLOURS_BY_HAND
from .reach import first_wrong, reach_of, require_no_later

ODD, EVEN = range(3, 22, 2), range(4, 22, 2)  # kernel sizes to draw from
SIZES = 4  # drawn for a check, besides 1
NO_TYPES = ("C", "a", "AB", "")  # the last two are in the string "AB", and are no types
OTHER_TYPES = ("b", "BA", "A ", " B", "AA", "D", "Z", "None", "0", "ab")
COLOURS = "RGB"

STACKS = {"causal": "causal_mask", "vertical": "vertical_mask", "horizontal": "horizontal_mask"}
TITLES = {
    "causal": 'Rows above, then what lies to the left; type "B" adds the centre',
    "vertical": "The vertical stack sees whole rows",
    "horizontal": "The horizontal stack sees its own row, up to the centre, as a kernel of one row",
}
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


@check.each(STACKS, titles=TITLES, weight=(1.5, 1, 0.75), visible=True, about="{name}_mask")
def by_hand(student: Student, ctx: Context, name: str) -> Passed:
    """Masks that one can draw"""
    found = []
    for case, one in BY_HAND[name].items():
        answer = asked(student, name, *case)
        found.append(_require(student, answer, case, one, show=True))
    return next((one for one in found if one.message), Passed())


@check.each(STACKS, weight=(2, 1, 0.75), after=by_hand, draws="{name}", about="{name}_mask")
def sizes(student: Student, ctx: Context, name: str) -> None:
    """`{name}_mask` for kernels of any odd size"""
    order = torch.randperm(len(ODD), generator=ctx.stream)
    for size in [1, *sorted(ODD[index] for index in order[:SIZES].tolist())]:
        for kind in TYPES:
            want = getattr(ctx.reference, name)(size, kind)
            due = Due(want, SLIPS[name], swap_of(name, want))
            answer = asked(student, name, kernel_size=size, mask_type=kind)
            _require(student, answer, (size, kind), due)


def _require(
    student: Student, answer: Answer, case: tuple[int, str], due: Due, *, show: bool = False
) -> Passed:
    """Raise Failed unless a mask is right, or has its types swapped as `causal_mask` has."""
    try:
        require_mask(answer, due.mask, due.slips, show=show)
    except Failed:
        if not shares_the_swap(student, answer.name, *case, due.swap):
            raise
        return Passed(
            said(
                "Its types A and B are swapped, as those of `causal_mask` are. One mistake costs "
                "once: there. Change both."
            )
        )
    return Passed()


@check.each(
    STACKS,
    weight=(0.75, 0.5, 0.5),
    after=by_hand,
    draws="{name}_mask contract",
    about="{name}_mask",
)
def contract(student: Student, ctx: Context, name: str) -> None:
    """`{name}_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    kind, other = ("B", "A") if name == "causal_mask" else ("A", "B")
    size, further = (ODD[place] for place in ctx.different(2, 0, len(ODD) - 1))
    calls = ((size, kind), (size, other), (further, kind), (further, other))
    first, *others = [(one, (1 if name == "horizontal_mask" else one[0], one[0])) for one in calls]
    require_fresh(student, name, *first[0], shape=first[1], others=others)
    _require_refusals(student, ctx, name)


@check(weight=1.0, visible=True, after=by_hand)
def stacks_see_what_came_before(student: Student, ctx: Context) -> Passed:
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
        detail = said(
            "From pixel {pixel}, pixel {other} is never seen (row, column).",
            pixel=here,
            other=there,
        )
        raise Failed(message, detail=detail)
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


@check(weight=1.0, visible=True, about="channel_mask")
def channel_by_hand(student: Student, ctx: Context) -> None:
    """At the centre, red sees nothing, green sees red, blue sees red and green"""
    for kind, due in COLOURS_BY_HAND.items():
        answer = asked(student, "channel_mask", 3, 3, 1, kind)
        require_mask(answer, due.mask, due.slips, show=True)


@check(weight=0.5, visible=True, after=channel_by_hand, about="channel_mask")
def channel_blocks(student: Student, ctx: Context) -> None:
    """Six feature maps are two for red, then two for green, then two for blue"""
    answer = asked(student, "channel_mask", 6, 6, 1, "A")
    require_mask(answer, BLOCKS.mask, BLOCKS.slips, show=True)


@check(weight=2.5, after=channel_by_hand, draws="channel sizes", about="channel_mask")
def channel_sizes(student: Student, ctx: Context) -> None:
    """`channel_mask` for one to six colours, any odd kernel size and number of maps"""
    for choices in CHANNEL_CASES:
        colours, out_each, in_each, size = (ctx.one_of(choice) for choice in choices)
        for kind in TYPES:
            sizes = {"out_channels": colours * out_each, "in_channels": colours * in_each}
            given = {**sizes, "kernel_size": size, "mask_type": kind, "num_colors": colours}
            want = ctx.reference.channel_mask(**given)
            require_mask(asked(student, "channel_mask", **given), want, channel_slips)


@check(weight=1.0, after=channel_by_hand, draws="channel layers", about="channel_mask")
def channel_order_through_layers(student: Student, ctx: Context) -> None:
    """Through layers A, B, B each colour of a pixel sees exactly the colours before it"""
    first, second = (3 * ctx.one_of((2, 3, 4, 5)) for _ in range(2))
    reach = torch.eye(3)
    for outs, ins, kind in ((first, 3, "A"), (second, first, "B"), (3, second, "B")):
        answer = asked(student, "channel_mask", outs, ins, 3, kind)
        centre = answer.should_have_shape(outs, ins, 3, 3)
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


@check(weight=0.75, after=channel_by_hand, draws="channel contract", about="channel_mask")
def channel_contract(student: Student, ctx: Context) -> None:
    """`channel_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    outs, ins, size = 3 * ctx.one_of((1, 2, 3)), 3 * ctx.one_of((1, 2, 3)), ctx.one_of((3, 5))
    shape, other = (outs, ins, size, size), (outs, ins, size, "B")
    others = [(other, shape), ((outs, ins, 1, "A"), (outs, ins, 1, 1))]
    require_fresh(student, "channel_mask", outs, ins, size, "A", shape=shape, others=others)
    _require_refusals(student, ctx, "channel_mask", outs, ins)
    each = ctx.between(2, 6)
    for outs, ins, colours in ((3 * each + 1, 3, 3), (3, 3 * each - 1, 3), (3, 3, 2), (4, 6, 4)):
        why = said("these channels do not divide into {colours} colours", colours=colours)
        refused = student.call("channel_mask", outs, ins, 3, "A", colours)
        refused.should_raise(ValueError, why=why)


def _require_refusals(student: Student, ctx: Context, name: str, *channels: int) -> None:
    """Ask for masks of no type, and of kernels that have no centre."""
    for kind in (*NO_TYPES, ctx.one_of(OTHER_TYPES)):
        why = said('there is no type "{kind}"', kind=kind)
        refused = student.call(name, *channels, ctx.one_of(ODD), kind)
        refused.should_raise(ValueError, why=why)
    for size in (2, ctx.one_of(EVEN)):
        for kind in TYPES:
            refused = student.call(name, *channels, size, kind)
            refused.should_raise(ValueError, why="a kernel of even size has no centre")
