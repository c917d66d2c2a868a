"""Checks of `pixelcnn/stack`: a masked convolution, and two models that are made of it."""

from collections.abc import Mapping
from typing import Any

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import apart, causal, normalised, repeats, seen, sizes
from autograder.checking.models.asked import HIDDEN, Plan
from autograder.checking.models.layout import PROVEN_SIDE, ImageLayout
from autograder.checking.sizes import between, one_of
from autograder.checking.student import Expect, Student
from autograder.probes.order import Grid
from autograder.text.i18n import Said, said

from . import layer
from .classes import CLASSES, GATED, TOO_MUCH_HIDDEN, TWO_STACKS, course_grid, larger, whole
from .kernels import shown_by
from .layer import SHOWN, Layer
from .linear_map import explain
from .trained import learns_images

DTYPES = (torch.float32, torch.float64)

# Coverage misses what no path carries in any of six initialisations. In three of them: all 12
# rectifiers of a layer are shut at one place with probability 2^-12; one of 4 layers, at 112
# places: 112 (4 / 2^12)^3; one of 7 layers, at 60 places (each looks, or is looked at):
# 60 (7 / 2^12)^3.
SHUT, SHUT_DEEP = 1.1e-7, 4e-7
# A right model of rectifiers may look at nothing at birth: of the plainest one 5 in 450 did with 6
# channels and 0 in 450 with 12, where 2 in 10,000 are expected. Three in a row, for two grids, at
# ten times that: 2 (2e-3)^3.
DEAD = 1.6e-8
# The floor's false alarms, by Markov's inequality 1e-9 each: of a law that a model was not trained
# on, and of up to three that it was.
FLOORS = 4e-9
# Everything else compares exact values within tolerances for rounding.


@check(weight=1, visible=True, about="MaskedConv2d", form=True)
def conv_shapes(student: Student, ctx: Context) -> None:
    """MaskedConv2d gives (B, out_channels, H, W) in its weights' dtype, for any dilation."""
    kernel = whole(ctx, "kernel_size")
    for chosen in (Layer(1, 4, 3, "A"), Layer(3, 2, kernel, "B"), Layer(2, 2, 3, "B", dilation=2)):
        for dtype in DTYPES:
            handle = chosen.construct(student, dtype, named=chosen.dilation > 1)
            x = torch.rand(2, chosen.inputs, 5, 6, generator=ctx.generator(), dtype=dtype)
            chosen.answer(handle, x, dtype)


@check(weight=1.5, visible=True, about="MaskedConv2d")
def conv_is_masked(student: Student, ctx: Context) -> None:
    """MaskedConv2d is the convolution by its masked weight: no hidden pixel, all others used."""
    for inputs, outputs, size, kind in ((1, 2, 3, "A"), (1, 2, 3, "B"), (2, 1, 5, "A")):
        chosen = Layer(inputs, outputs, size, kind, shown=SHOWN[size, kind])
        _require_masked(student, chosen, ctx)


@check(weight=1.5, about="MaskedConv2d")
def conv_stays_masked(student: Student, ctx: Context) -> None:
    """MaskedConv2d stays masked with other weights, sizes and dilations, and has a bias."""
    draw, kernel = ctx.generator("layers"), whole(ctx, "kernel_size")
    for size, dilation, kinds in (
        (3, 1, "B"),
        (kernel, 1, "AB"),
        (kernel + 2 * between(draw, 1, 2), 1, "AB"),  # larger than all that are shown
        (3, 2, "A"),
        (3, between(draw, 3, 4), "AB"),
    ):
        inputs, outputs = (between(draw, 1, 5) for _ in range(2))
        kind = one_of(draw, kinds)
        height, width = (dilation + between(draw, 3, 6) for _ in range(2))
        shown = shown_by(size, kind)
        chosen = Layer(inputs, outputs, size, kind, dilation, height, width, shown)
        _require_masked(student, chosen, ctx)


@check(weight=0.5, about="MaskedConv2d", form=True)
def conv_refuses(student: Student, ctx: Context) -> None:
    """MaskedConv2d raises ValueError for an unknown mask type and for an even kernel."""
    Layer(1, 2, 3, "A").answer(Layer(1, 2, 3, "A").construct(student), torch.zeros(1, 1, 5, 6))
    for kernel_size, mask_type, why in (
        (3, "C", said('a mask type is "A" or "B"')),
        (4, "A", said("a kernel without a centre has no mask")),
    ):
        student.call("MaskedConv2d", 1, 2, kernel_size, mask_type).should_raise(ValueError, why=why)


MODELS = {"pixelcnn": "PixelCNN", "gated": "GatedPixelCNN"}


@check.each(MODELS, visible=True, form=True)
def shapes(student: Student, ctx: Context, name: str) -> None:
    """{entry} turns (B, C, H, W) into finite logits (B, V, C, H, W), in float32 and float64."""
    default, side = student.construct(name), whole(ctx, "image_size")
    expect = Expect((2, 2, 1, side, side), torch.float32)
    default.call("__call__", x=torch.zeros(2, 1, side, side), expect=expect)
    for grid in (Grid(1, 5, 7, 4), Grid(3, 6, 4, 2), Grid(3, 3, 5, 4), *larger(ctx)):
        for dtype in DTYPES:
            handle = student.construct(name, grid.channels, HIDDEN, 3, grid.num_values)
            handle.mode(dtype=dtype)
            x = grid.images(grid.draw(2, ctx.generator())).to(dtype)
            handle.forward(x, Expect((2, grid.num_values, *grid.shape), dtype, finite=True))


@check.each(MODELS, weight=2.5, visible=True)
def is_causal(student: Student, ctx: Context, name: str) -> Passed:
    """No logit of {entry} depends on its own pixel or a later one."""
    draw = ctx.generator("causal")
    plan = Plan(ImageLayout(course_grid(ctx)), layers=whole(ctx, "num_layers"))
    # `gated_has_no_blind_spot` shows what an answer of GatedPixelCNN that passes looks at.
    return causal.is_causal(student, CLASSES[name], plan, draw, show=name == "PixelCNN")


@check.each(MODELS, weight=1.5, false_alarm=DEAD)
def colours_in_order(student: Student, ctx: Context, name: str) -> None:
    """Inside a pixel, {entry}'s channel 1 may see channel 0, and channel 2 both, never back."""
    draw, kind = ctx.generator("colour"), CLASSES[name]
    plan = Plan(ImageLayout(sizes.small_colour(draw)), layers=between(draw, 2, 4))
    causal.stays_causal(student, kind, plan, draw)
    grid = sizes.vast_colour(whole(ctx, "image_size"), draw)
    plan = Plan(ImageLayout(grid), layers=2, hidden=3 * sizes.channels(draw))
    causal.is_causal_beyond(student, kind, plan, draw)


@check.each(MODELS, false_alarm=DEAD)
def is_causal_elsewhere(student: Student, ctx: Context, name: str) -> None:
    """{entry} is causal on images that are not square, and in training mode."""
    draw, kind, side = ctx.generator("elsewhere"), CLASSES[name], whole(ctx, "image_size")
    large = Plan(ImageLayout(sizes.vast(side, draw)), layers=whole(ctx, "num_layers") + 1)
    for grid in (sizes.long(min(side, PROVEN_SIDE), draw), sizes.small(draw)):
        plan = Plan(ImageLayout(grid), layers=between(draw, 2, 4))
        causal.is_causal_elsewhere(student, kind, plan, draw)
    # Last: an order that is not raster's is told by a map, which large images have none of.
    causal.is_causal_beyond(student, kind, large, draw)


@check.each(MODELS, false_alarm=DEAD)
def is_repeatable(student: Student, ctx: Context, name: str) -> None:
    """{entry} answers the same to the same image, at any time and in any batch."""
    draw = ctx.generator("repeat")
    grid, layers = sizes.small(draw), between(draw, 2, 4)
    plan = Plan(ImageLayout(grid), layers, sizes.channels(draw))
    repeats.is_repeatable(student, CLASSES[name], plan, draw)


@check.each(MODELS, after=is_repeatable, false_alarm=SHUT)
def uses_neighbours(student: Student, ctx: Context, name: str) -> None:
    """{entry} looks at the left and the upper neighbour and at a pixel's earlier channels."""
    draw = ctx.generator("neighbours")
    for grid in (sizes.small(draw), sizes.small_colour(draw)):
        plan = Plan(ImageLayout(grid), layers=between(draw, 3, 4))
        seen.uses_neighbours(student, CLASSES[name], plan, draw, TOO_MUCH_HIDDEN)


@check.each(MODELS, false_alarm=DEAD)
def mass_is_one(student: Student, ctx: Context, name: str) -> None:
    """{entry}'s probabilities of all images of a tiny grid sum to one."""
    draw = ctx.generator()
    for grid in sizes.countable(draw):
        plan = Plan(ImageLayout(grid), layers=between(draw, 2, 3))
        normalised.mass_is_one(student, CLASSES[name], plan, draw)


@check.each(MODELS, weight=0.5, form=True)
def refuses(student: Student, ctx: Context, name: str) -> None:
    """{entry} raises ValueError unless in_channels is 1 or 3."""
    CLASSES[name].born(student, Plan(ImageLayout(Grid(1, 4, 5))), ctx.generator())
    why = said("images have 1 or 3 channels")
    for channels in (2, 4):
        call = student.call(name, in_channels=channels, hidden_channels=HIDDEN)
        call.should_raise(ValueError, why=why)


@check.each(MODELS, after=(is_causal, colours_in_order, is_causal_elsewhere))
def is_causal_across_processes(student: Student, ctx: Context, name: str) -> Passed:
    """{entry} predicts the same in two processes that are shown different later pixels."""
    draw = ctx.generator("apart")
    grids = sizes.small(draw), sizes.small_colour(draw)
    plans = {
        f"apart {grid.channels}": Plan(ImageLayout(grid), between(draw, 2, 3), sizes.channels(draw))
        for grid in grids
    }
    return apart.is_causal_across_processes(student, ctx, CLASSES[name], plans, draw)


@check.each(MODELS, weight=2, after=is_causal, false_alarm=FLOORS)
def learns(student: Student, ctx: Context, name: str) -> Passed:
    """A trained {entry} is good, and not too good to be true, on images it has not seen."""
    return learns_images(student, ctx, name)


# What leaks sees every pixel: a picture of it under a ✓ would praise the leak.
@check(
    weight=1.5,
    visible=True,
    after=is_causal["gated"],
    false_alarm=SHUT_DEEP,
    about="GatedPixelCNN",
)
def gated_has_no_blind_spot(student: Student, ctx: Context) -> Passed:
    """Every earlier pixel matters to GatedPixelCNN, once it is deep enough."""
    grid = Grid(1, 5, 6)
    plan = Plan(ImageLayout(grid), layers=max(grid.height, grid.width) + 1)
    return seen.uses_all_earlier(student, GATED, plan, ctx.generator("blind spot"), TWO_STACKS)


def _require_masked(student: Student, chosen: Layer, ctx: Context) -> None:
    # An optimiser step is one way to fill hidden weights; loading them is harsher.
    handle, dtype = layer.questioned(student, chosen)
    draw = ctx.generator(chosen.title)

    def require(when: Said, dtype: torch.dtype, loaded: Mapping[str, Any] | None = None) -> None:
        if not layer.is_convolution(chosen, handle, chosen.dense(draw), dtype, loaded):
            raise explain(chosen, handle, when, draw, dtype)

    require(layer.CONSTRUCTED, dtype)
    layer.take_steps(chosen, handle, draw, dtype)
    handle.mode(train=True)
    require(layer.TRAINED, dtype)
    loaded = layer.load_noise(handle, draw)
    require(layer.LOADED, dtype, loaded)
    handle.mode(dtype=torch.float32)
    require(layer.IN_FLOAT32, torch.float32, loaded)
    layer.require_biased(chosen, loaded)
