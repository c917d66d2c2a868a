"""Checks of `pixelcnn/sampling`: the grader plays the model, and so sees every input.

Every call of the model is a round trip to the grader, so grids are as small as the mistakes allow.
"""

from collections.abc import Sequence
from functools import partial

import torch
from torch import Tensor

from autograder.checking.arguments import same
from autograder.checking.check import Context, check
from autograder.checking.models.drawn import (
    require_dtype,
    require_few_calls,
    require_grid,
    require_hash,
    require_law,
    require_no_grad,
    require_own_draws,
)
from autograder.checking.models.generators import require_generator, require_global, same_samples
from autograder.checking.models.sampler import Drawn
from autograder.checking.sizes import between, one_of
from autograder.checking.student import Failed, Student
from autograder.probes.batch import PAIRS_ALPHA
from autograder.probes.oracles import Chain, Coin, Hash, Indep, Law
from autograder.probes.order import Grid
from autograder.probes.sampling import ALPHA, DRAWS, FALSE_ALARM, MANY_DRAWS
from autograder.text.i18n import listed, said

from .samplers import Samplers

BATCH, FEW = 8, 6
ASTRAY = 5e-10  # false alarms of one batch of hashed images, see `require_hash`
LAW = FALSE_ALARM + ALPHA  # of one law, see `require_law`

# Shapes (C, H, W) to draw from: small ones with colours, and images with more pixels, rows or
# columns than any that a visible check asks for. H and W always differ.
COLOURED = [(3, 2, 3), (3, 3, 2), (3, 1, 4), (3, 4, 1), (3, 1, 5), (3, 5, 1)]
TALL_OR_WIDE = [(1, 3, 8), (1, 8, 3), (1, 4, 6), (1, 6, 4), (1, 2, 12), (1, 12, 2), (1, 5, 6)]
LARGE = [(1, 6, 7), (1, 7, 6), (1, 5, 9), (1, 9, 5), (1, 6, 8), (1, 8, 6)]
GREY = [(1, 3, 4), (1, 4, 3), (1, 2, 6), (1, 6, 2), (1, 2, 7), (1, 7, 2)]
TINY = [(1, 2, 3), (1, 3, 2), (3, 1, 2), (3, 2, 1), (1, 1, 5), (1, 5, 1)]
FOURS = [(1, 2, 2), (1, 1, 4), (1, 4, 1)]
BLOCKS = [(1, 3, 2), (1, 2, 4), (1, 4, 2), (3, 2, 2)]  # at least two rows and two columns
KNOWN = 0.15  # of the entries, where the law of completions is asked for
UNKNOWN = 9  # places of a large image that are to be drawn


def grid_of(draw: torch.Generator, shapes: Sequence[tuple[int, int, int]], *values: int) -> Grid:
    """Draw a grid: one of these shapes, with one of these numbers of values."""
    return Grid(*one_of(draw, shapes), one_of(draw, values))


@check(weight=1, visible=True, about="sample", form=True)
def sample_gives_images(student: Student, ctx: Context) -> None:
    """`sample` gives float32 images of the shape asked for, with values v / (V - 1)."""
    for grid in (Grid(1, 2, 3, 2), Grid(3, 2, 1, 4)):
        law = Indep.drawn(grid, ctx.generator())
        drawn = Samplers(student, grid, law).sample(3, device="cpu")
        require_grid(drawn)
        require_dtype(drawn, torch.float32)
    coin = Grid(1, 1, 2)
    fair = Samplers(student, coin, Indep.fair(coin))
    require_no_grad(fair.named("sample"), **fair.of_shape(1))


@check(weight=2, visible=True, false_alarm=ASTRAY, about="sample")
def sample_in_order(student: Student, ctx: Context) -> None:
    """`sample` draws each pixel from the logits at its place, given all pixels before it."""
    grid = Grid(1, 4, 5, 2)
    law = Hash(grid, _key(ctx))
    sampler = Samplers(student, grid, law)
    require_hash(lambda: sampler.sample(BATCH), law, show=True)


@check(weight=1.5, false_alarm=2 * ASTRAY, about="sample")
def sample_channels_in_order(student: Student, ctx: Context) -> None:
    """`sample` draws a pixel's channels one after the other, before it goes to the next pixel."""
    draw = ctx.generator("grids")
    coloured, larger = grid_of(draw, COLOURED, 3, 4, 5), grid_of(draw, TALL_OR_WIDE, 2, 3, 6)
    for grid, images in ((coloured, between(draw, BATCH, 12)), (larger, 1)):
        law = Hash(grid, _key(ctx))
        sampler = Samplers(student, grid, law, draw)
        require_hash(partial(sampler.sample, images), law)


# Of many independent entries, pooled, one law tells 3 % of temperature; a second one, of two values
# and with a past, some 8 %; the third, whether an image hangs together; fair dice, whether those
# of a small batch are drawn again for each. See `probes.sampling` and `probes.batch`.
@check(weight=2, false_alarm=3 * LAW + PAIRS_ALPHA, about="sample")
def sample_follows_the_law(student: Student, ctx: Context) -> None:
    """The images of `sample` have the model's distribution, pixels and images together."""
    draw = ctx.generator()
    many, pair = grid_of(draw, FOURS, 8, 9), grid_of(draw, TINY, 2)
    coin = grid_of(draw, FOURS, 2, 3)
    laws: list[tuple[Grid, Law, int, int]] = [
        (many, Indep.steep(many, draw), 2, MANY_DRAWS // many.size // 2),
        (pair, Chain.steep(pair, draw), 1, DRAWS),
        (coin, Coin(coin), 1, DRAWS),
    ]
    for grid, law, calls, images in laws:
        generator, sampler = student.generator(_key(ctx)), Samplers(student, grid, law)
        drawn = [sampler.sample(images, generator) for _ in range(calls)]
        # That a generator stands still is told elsewhere, and costs points once.
        require_law(drawn[:1] if same_samples(*drawn) else drawn, law)
    dice = grid_of(draw, TALL_OR_WIDE, 3, 4)
    thrown = Samplers(student, dice, Indep.fair(dice), draw).sample(FEW)
    require_own_draws(thrown)


# Two calls give the same images by chance: 32 fair draws of 4 values, and three such pairs.
@check(weight=1, visible=True, false_alarm=3 * 4.0**-32, about="sample")
def sample_uses_its_generator(student: Student, ctx: Context) -> None:
    """Equal generator states give equal images, whatever the global seed; a call moves it on."""
    grid = Grid(1, 2, 2, 4)
    ask = partial(Samplers(student, grid, Indep.fair(grid)).sample, BATCH)
    require_generator(student, ask, 11)
    require_global(student, ask)


# Few calls are worth something only where the images are right.
@check(weight=0.5, after=[sample_in_order, sample_channels_in_order])
def sample_calls_sparingly(student: Student, ctx: Context) -> None:
    """`sample` and `complete` call the model with full images, at most C·H·W times per batch."""
    draw = ctx.generator("grids")
    grid, images = grid_of(draw, GREY, 2, 3), between(draw, 2, 5)
    require_few_calls(Samplers(student, grid, Hash(grid, _key(ctx))).sample(images))
    grid, images = grid_of(draw, TINY, 2, 3), between(draw, 2, 5)
    sampler = Samplers(student, grid, Hash(grid, _key(ctx)))
    known = torch.zeros(images, *grid.shape, dtype=torch.bool)
    require_few_calls(sampler.complete(known.float(), known))


@check(weight=1, visible=True, about="complete", form=True)
def complete_keeps_the_known(student: Student, ctx: Context) -> None:
    """`complete` keeps known entries exactly and gives images in the dtype of x."""
    grid, draw = Grid(3, 2, 3, 4), ctx.generator()
    sampler = Samplers(student, grid, Indep.drawn(grid, draw))
    upper = torch.arange(2).unsqueeze(1).expand(2, 3) < 1
    known = torch.rand((3, *grid.shape), generator=draw) < 0.5
    nothing = torch.zeros(2, 3, dtype=torch.bool)
    single, double = torch.float32, torch.float64
    for mask, dtype in ((upper, double), (known, single), (nothing, double), (~nothing, single)):
        # Known entries need not be on the grid of values: they are kept as they are.
        x = torch.rand((3, *grid.shape), generator=draw, dtype=double).to(dtype)
        _require_kept(sampler.complete(x, mask), x, mask)
    coin = Grid(1, 1, 2)
    x = torch.zeros(1, *coin.shape)
    fair = Samplers(student, coin, Indep.fair(coin))
    require_no_grad(fair.named("complete"), **fair.of_images(x, x[0, 0] > 0))


@check(weight=2, false_alarm=4 * ASTRAY, about="complete")
def complete_in_order(student: Student, ctx: Context) -> None:
    """`complete` draws what is unknown given all before it, known or drawn, image by image."""
    draw = ctx.generator()
    coloured, large = grid_of(draw, COLOURED, 3, 4, 5), grid_of(draw, LARGE, 2, 3, 6)
    for grid, unknown in ((coloured, coloured.height * coloured.width), (large, UNKNOWN)):
        law = Hash(grid, _key(ctx))
        pixels = torch.randperm(grid.height * grid.width, generator=draw)[:unknown]
        open_ = torch.zeros(grid.height * grid.width, dtype=torch.bool)
        open_[pixels] = True
        shared = torch.rand(grid.shape[1:], generator=draw) < 0.5
        own = torch.rand((BATCH, *grid.shape), generator=draw) < 0.5
        for mask, dtype in ((shared, torch.float32), (own, torch.float64)):
            known = mask & (grid is coloured) | ~open_.view(grid.shape[1:])
            x = grid.images(grid.draw(BATCH, draw)).to(dtype)
            ask = partial(Samplers(student, grid, law, draw).complete, x, known)
            require_hash(ask, law, known.expand_as(x))


@check(weight=1, false_alarm=2 * ASTRAY, about="complete")
def complete_ignores_the_unknown(student: Student, ctx: Context) -> None:
    """What x holds at unknown places does not matter to `complete`."""
    draw = ctx.generator()
    grid = grid_of(draw, GREY, 2, 3, 4)
    law = Hash(grid, _key(ctx))
    known = torch.rand((BATCH, *grid.shape), generator=draw) < 0.4
    x = grid.images(grid.draw(BATCH, draw)).float()
    odd = torch.tensor([1.0, -3.0, 0.37])[torch.randint(3, x.shape, generator=draw)]
    for filler in (odd, torch.full_like(x, torch.nan)):
        ask = partial(Samplers(student, grid, law).complete, torch.where(known, x, filler), known)
        try:
            require_hash(ask, law, known)
        except Failed as failed:
            lead = said(
                "With other contents at unknown places `complete` goes wrong. Every unknown entry "
                "has to be drawn and written, whatever stood there."
            )
            raise Failed(listed([lead, failed.message])) from None


# The same tests as for `sample`, at the entries that are drawn.
@check(weight=1.5, false_alarm=LAW + PAIRS_ALPHA, about="complete")
def complete_follows_the_law(student: Student, ctx: Context) -> None:
    """The completions of `complete` have the model's distribution, given what is known."""
    draw = ctx.generator()
    grid = grid_of(draw, [(1, 2, 2), (1, 2, 3), (1, 3, 2)], 8, 9)
    law, images = Chain.steep(grid, draw), round(MANY_DRAWS / grid.size / (1 - KNOWN))
    known = torch.rand((images, *grid.shape), generator=draw) < KNOWN
    x = grid.images(grid.draw(images, draw)).float()
    generator = student.generator(_key(ctx))
    drawn = Samplers(student, grid, law).complete(x, known, generator)
    require_law([drawn], law, ~grid.sequences(known))
    dice = grid_of(draw, GREY, 9)
    x = dice.images(dice.draw(FEW, draw)).float()
    thrown = Samplers(student, dice, Indep.fair(dice), draw).complete(x, x.isnan())
    require_own_draws(thrown)


# Two calls give the same images by chance: 18 fair draws of 8 values or more, and two such pairs.
@check(weight=1, false_alarm=2 * 8.0**-18, about="complete")
def complete_uses_its_generator(student: Student, ctx: Context) -> None:
    """`complete` draws from its generator alone, and moves it on."""
    draw, state = ctx.generator("grid"), _key(ctx)
    grid = grid_of(draw, BLOCKS, 8, 9)
    x = grid.images(grid.draw(FEW, draw)).float()
    known = torch.arange(grid.height).unsqueeze(1).expand(grid.shape[1:]) < 1
    ask = partial(Samplers(student, grid, Indep.fair(grid)).complete, x, known)
    require_generator(student, ask, state)


@check(weight=0.5, about="complete", form=True)
def complete_leaves_its_input(student: Student, ctx: Context) -> None:
    """`complete` changes neither x nor known, and no call changes what an earlier one has given."""
    draw = ctx.generator()
    grid = grid_of(draw, BLOCKS, 2, 3)
    x = grid.images(grid.draw(BATCH, draw)).float()
    sampler = Samplers(student, grid, Indep.drawn(grid, draw))
    for known in (
        torch.rand((BATCH, *grid.shape), generator=draw) < 0.5,
        torch.rand(grid.shape[1:], generator=draw) < 0.5,
    ):
        given = sampler.of_images(x, known)
        after = sampler.named("complete").arguments_after(BATCH, **given)
        for before, now, what in zip((x, known), after, ("x", "known"), strict=True):
            if not same(before, now):
                message = said(
                    "`{what}` is modified by `complete`. Work on `{what}.clone()`.", what=what
                )
                raise Failed(message)
    fair, known = Samplers(student, grid, Indep.fair(grid)), torch.zeros(grid.shape[1:]) > 0
    fair.named("complete").require_kept(BATCH, **fair.of_images(x, known))
    fair.named("sample").require_kept(BATCH, **fair.of_shape(BATCH))


def _key(ctx: Context) -> int:
    return int(torch.randint(1 << 31, (), generator=ctx.generator("key")))


def _require_kept(drawn: Drawn, x: Tensor, known: Tensor) -> None:
    if drawn.samples.dtype != x.dtype:
        due, dtype = str(x.dtype), str(drawn.samples.dtype)
        raise Failed(
            said("`complete` should give images in the dtype of x, {dtype}.", dtype=due),
            detail=said("It gave {dtype}.", dtype=dtype),
        )
    known = known.expand_as(x)
    if not torch.equal(drawn.samples[known], x[known]):
        raise Failed(
            said(
                "`complete` changes entries that are known. Keep them exactly as they are, and "
                "write a draw only where `known` is False; `known` is (H, W) for all images and "
                "channels, or (B, C, H, W) with a mask for each image and channel."
            )
        )
    require_grid(drawn, known)
