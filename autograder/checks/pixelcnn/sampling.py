"""Checks of `pixelcnn/sampling`: the grader plays the model, and so sees every input.

Every call of the model is a round trip to the grader, so grids are as small as the mistakes allow.
"""

from functools import partial

import torch
from torch import Tensor

from autograder.check import World, check
from autograder.checks.pixelcnn.drawn import (
    Drawn,
    Sampler,
    require_grid,
    require_hash,
    require_law,
)
from autograder.probes.oracles import Chain, Coin, Hash, Indep, Law
from autograder.probes.order import Grid
from autograder.probes.sampling import DRAWS, FALSE_ALARM
from autograder.student import Failed, Student, StudentCrashed

BATCH = 8
ASTRAY = 2e-10  # false alarms of one batch of hashed images, see `require_hash`
WITH_GRAD = "The images of `sample` require grad. Sample under `torch.no_grad()`."


@check(weight=1, visible=True)
def sample_gives_images(student: Student, world: World) -> None:
    """`sample` gives float32 images of the shape asked for, with values v / (V - 1)."""
    for grid in (Grid(1, 2, 3, 2), Grid(3, 2, 1, 4)):
        law = Indep.drawn(grid, world.generator())
        drawn = Sampler(student, grid, law).sample(3, device="cpu")
        require_grid(drawn, "sample")
        if drawn.images.dtype != torch.float32:
            raise Failed("`sample` should give float32.", seen=f"It gave {drawn.images.dtype}.")
    _require_no_grad(student)


@check(weight=2, visible=True, false_alarm=ASTRAY)
def sample_in_order(student: Student, world: World) -> None:
    """`sample` draws each pixel from the logits at its place, given all pixels before it."""
    grid = Grid(1, 4, 5, 2)
    law = Hash(grid, _key(world))
    sampler = Sampler(student, grid, law)
    require_hash(lambda: sampler.sample(BATCH), law, "sample", show=True)


@check(weight=1.5, false_alarm=2 * ASTRAY)
def sample_channels_in_order(student: Student, world: World) -> None:
    """`sample` draws a pixel's channels one after the other, before it goes to the next pixel."""
    for grid in (Grid(3, 3, 2, 4), Grid(3, 1, 3, 2)):
        law = Hash(grid, _key(world))
        sampler = Sampler(student, grid, law)
        require_hash(partial(sampler.sample, BATCH), law, "sample")


# Chernoff's bound for each cell and Freedman's for all draws together, for each of three laws.
@check(weight=2, false_alarm=3 * FALSE_ALARM)
def sample_follows_the_law(student: Student, world: World) -> None:
    """The images of `sample` have the model's distribution, pixels and images together."""
    draw = world.generator()
    grids = Grid(1, 2, 3, 4), Grid(3, 1, 3, 3), Grid(1, 2, 2, 2)
    laws: list[Law] = [Indep.drawn(grids[0], draw), Chain.drawn(grids[1], draw), Coin(grids[2])]
    for grid, law in zip(grids, laws, strict=True):
        drawn = Sampler(student, grid, law).sample(DRAWS, student.generator(_key(world)))
        require_law(drawn, law, "sample")


# Two calls give the same images by chance: 48 fair draws of 3 values.
@check(weight=1, visible=True, false_alarm=3.0**-48)
def sample_uses_its_generator(student: Student, world: World) -> None:
    """Equal generator states give equal images, whatever the global seed; a call moves it on."""
    grid = Grid(1, 2, 3, 3)
    sampler = Sampler(student, grid, _fair(grid))
    student.seed_everything(1)
    generator = student.generator(11)
    first = sampler.sample(BATCH, generator).images
    second = sampler.sample(BATCH, generator).images
    student.seed_everything(2)
    again = sampler.sample(BATCH, student.generator(11)).images
    _require_generator(first, second, again, "sample")


# Few calls are worth something only where the images are right.
@check(weight=0.5, after=[sample_in_order, sample_channels_in_order])
def sample_calls_sparingly(student: Student, world: World) -> None:
    """`sample` and `complete` call the model with full images, at most C·H·W times per batch."""
    grid = Grid(3, 1, 2, 2)
    law = Hash(grid, _key(world))
    sampler = Sampler(student, grid, law)
    _require_few(sampler.sample(4), "sample")
    known = torch.zeros(4, *grid.shape, dtype=torch.bool)
    x = torch.zeros(known.shape)
    _require_few(sampler.complete(x, known), "complete")


@check(weight=1, visible=True)
def complete_keeps_the_known(student: Student, world: World) -> None:
    """`complete` keeps known entries exactly and gives images in the dtype of x."""
    grid, draw = Grid(3, 2, 3, 4), world.generator()
    sampler = Sampler(student, grid, Indep.drawn(grid, draw))
    upper = torch.arange(2).unsqueeze(1).expand(2, 3) < 1
    known = torch.rand((3, *grid.shape), generator=draw) < 0.5
    nothing = torch.zeros(2, 3, dtype=torch.bool)
    single, double = torch.float32, torch.float64
    for mask, dtype in ((upper, double), (known, single), (nothing, double), (~nothing, single)):
        # Known entries need not be on the grid of values: they are kept as they are.
        x = torch.rand((3, *grid.shape), generator=draw, dtype=double).to(dtype)
        _require_kept(sampler.complete(x, mask), x, mask)


@check(weight=2, false_alarm=4 * ASTRAY)
def complete_in_order(student: Student, world: World) -> None:
    """`complete` draws what is unknown given all before it, known or drawn, image by image."""
    draw = world.generator()
    for grid in (Grid(1, 4, 3, 2), Grid(3, 2, 2, 4)):
        law = Hash(grid, _key(world))
        shared = torch.rand(grid.shape[1:], generator=draw) < 0.5
        own = torch.rand((BATCH, *grid.shape), generator=draw) < 0.5
        for mask in (shared, own):
            x = grid.images(grid.draw(BATCH, draw)).float()
            ask = partial(Sampler(student, grid, law).complete, x, mask)
            require_hash(ask, law, "complete", mask.expand_as(x))


@check(weight=1, false_alarm=2 * ASTRAY)
def complete_ignores_the_unknown(student: Student, world: World) -> None:
    """What x holds at unknown places does not matter to `complete`."""
    grid, draw = Grid(1, 3, 4, 2), world.generator()
    law = Hash(grid, _key(world))
    known = torch.rand((BATCH, *grid.shape), generator=draw) < 0.4
    x = grid.images(grid.draw(BATCH, draw)).float()
    odd = torch.tensor([1.0, -3.0, 0.37])[torch.randint(3, x.shape, generator=draw)]
    for filler in (odd, torch.full_like(x, torch.nan)):
        ask = partial(Sampler(student, grid, law).complete, torch.where(known, x, filler), known)
        try:
            require_hash(ask, law, "complete", known)
        except Failed as failed:
            raise Failed(
                f"With other contents at unknown places `complete` goes wrong. Every unknown entry "
                f"has to be drawn and written, whatever stood there. {failed.message}"
            ) from None


# The same two tests as for `sample`, at the entries that are drawn.
@check(weight=1.5, false_alarm=FALSE_ALARM)
def complete_follows_the_law(student: Student, world: World) -> None:
    """The completions of `complete` have the model's distribution, given what is known."""
    grid, draw = Grid(1, 3, 4, 3), world.generator()
    law = Chain.drawn(grid, draw)
    known = torch.rand((DRAWS, *grid.shape), generator=draw) < 0.3
    x = grid.images(grid.draw(DRAWS, draw)).float()
    generator = student.generator(_key(world))
    drawn = Sampler(student, grid, law).complete(x, known, generator)
    require_law(drawn, law, "complete", ~grid.sequences(known))


# Two calls give the same images by chance: 24 fair draws of 3 values.
@check(weight=1, false_alarm=3.0**-24)
def complete_uses_its_generator(student: Student, world: World) -> None:
    """`complete` draws from its generator alone, and moves it on."""
    grid, state = Grid(1, 2, 3, 3), _key(world)
    sampler = Sampler(student, grid, _fair(grid))
    known = torch.arange(2).unsqueeze(1).expand(2, 3) < 1
    x = grid.images(grid.draw(BATCH, world.generator())).float()
    student.seed_everything(state + 1)
    generator = student.generator(state)
    first = sampler.complete(x, known, generator).images
    second = sampler.complete(x, known, generator).images
    student.seed_everything(state + 2)
    again = sampler.complete(x, known, student.generator(state)).images
    _require_generator(first, second, again, "complete")


@check(weight=0.5)
def complete_leaves_its_input(student: Student, world: World) -> None:
    """`complete` changes neither x nor known."""
    grid, draw = Grid(1, 3, 2, 2), world.generator()
    x = grid.images(grid.draw(BATCH, draw)).float()
    for known in (
        torch.rand((BATCH, *grid.shape), generator=draw) < 0.5,
        torch.rand(grid.shape[1:], generator=draw) < 0.5,
    ):
        sampler = Sampler(student, grid, Indep.drawn(grid, draw))
        after = sampler.complete_watched(x, known)
        for before, now, what in zip((x, known), after, ("x", "known"), strict=True):
            if before.shape != now.shape or not torch.equal(before, now):
                raise Failed(f"`{what}` is modified by `complete`. Work on `{what}.clone()`.")


def _fair(grid: Grid) -> Indep:
    return Indep(torch.zeros(grid.size, grid.num_values, dtype=torch.float64))


def _key(world: World) -> int:
    return int(torch.randint(1 << 31, (), generator=world.generator("key")))


def _require_generator(first: Tensor, second: Tensor, again: Tensor, name: str) -> None:
    if not torch.equal(first, again):
        raise Failed(
            f"Two generators in the same state gave different images of `{name}`. Pass "
            f"`generator` to every draw, as in torch.multinomial(probs, 1, generator=generator)."
        )
    if torch.equal(first, second):
        raise Failed(
            f"Two calls of `{name}` with one generator gave the same images. Draw from the "
            f"generator itself: neither from a copy, nor after seeding it anew."
        )


def _require_few(drawn: Drawn, name: str) -> None:
    most = drawn.witness.grid.size
    if drawn.witness.calls > most:
        raise Failed(
            f"`{name}` makes more than C·H·W calls of the model per batch. One call for each entry "
            f"(c, i, j) answers for all images at once.",
            seen=f"It made {drawn.witness.calls} calls, where {most} are enough.",
        )


def _require_kept(drawn: Drawn, x: Tensor, known: Tensor) -> None:
    if drawn.images.dtype != x.dtype:
        raise Failed(
            f"`complete` should give images in the dtype of x, {x.dtype}.",
            seen=f"It gave {drawn.images.dtype}.",
        )
    known = known.expand_as(x)
    if not torch.equal(drawn.images[known], x[known]):
        raise Failed(
            "`complete` changes entries that are known. Keep them exactly as they are, and write a "
            "draw only where `known` is False; `known` is (H, W) for all images and channels, or "
            "(B, C, H, W) with a mask for each image and channel."
        )
    require_grid(drawn, "complete", known)


def _require_no_grad(student: Student) -> None:
    """Sample from a played model, and from the student's own PixelCNN if one works."""
    coin = Grid(1, 2, 2)
    if Sampler(student, coin, _fair(coin)).requires_grad(1):
        raise Failed(WITH_GRAD)
    try:
        model = student.construct("PixelCNN", hidden_channels=4, num_layers=2)
        attached = student.requires_grad("sample", model, (1, 1, 2, 2))
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
        return  # the model of another exercise is no fault of this one
    if attached:
        raise Failed(WITH_GRAD)
