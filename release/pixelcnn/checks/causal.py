"""Questions on what an autoregressive model sees, the same for every class of the exercise."""

from itertools import chain

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.sizes import between
from autograder.checking.student import Failed, Student
from autograder.pictures.receptive_field import receptive_field
from autograder.probes.causality import (
    SWEEPS,
    Interventions,
    alone_interventions,
    batch_independence,
    interventions,
    repetition,
)
from autograder.probes.coverage import Coverage, all_earlier, coverage, neighbours
from autograder.probes.model import Differentiable, Model
from autograder.probes.order import Grid

from . import sizes
from .asked import HIDDEN, Asked, asked, whole
from .diagnosis import forbidden, leak_sentence, pixel_named
from .looks import leak_picture, looks_at, panel, slopes
from .response import responding

PLACES = 12  # of a sweep over an image that is larger than all that are shown

ONCE = (
    "At first nothing leaked. That happens when a mask is applied once, as the layer is built, "
    "and the optimiser undoes it: apply it in every forward pass."
)


NOTHING_LEAKS = "No logit looks at its own pixel or a later one."


def is_causal(student: Student, ctx: Context, name: str, *, show: bool) -> Passed:
    """Ask by interventions on square images, before and after training.

    A picture shows a leak; with `show`, one of what an answer that passes looks at, too.
    """
    side = whole(ctx, "image_size")
    grid = Grid(1, side, side, whole(ctx, "num_values"))
    draw = ctx.generator("causal")
    model = asked(student, name, grid, draw, layers=whole(ctx, "num_layers"))
    before = interventions(model, grid, draw, model.dtype, sweeps=3)
    _require_causal(model, before, draw, name, show=True)
    # Half the sweeps: the smaller images of `is_causal_elsewhere` get all of them, for less.
    found = interventions(model.after_steps(draw), grid, draw, model.dtype, sweeps=SWEEPS // 2)
    _require_causal(model, found, draw, name, after="after 5 optimiser steps", show=True)
    if not show:
        return Passed(NOTHING_LEAKS)
    middle = grid.entry(side // 2, side // 2)
    seen, strength, note = looks_at(model, found, draw)
    # A gradient-only alarm is no leak on the grid of values; the picture shows what was decided.
    seen &= ~forbidden(grid)
    count = int(seen[middle].sum())
    sentence = f"Nothing leaks. Of the {middle} earlier pixels it looks at {count}."
    sentence = f"{sentence} {note}".strip()
    shown = panel(grid, middle, seen, strength, f"your {name}", True, sentence)
    return Passed(NOTHING_LEAKS, receptive_field([shown]))


def is_causal_in_colour(student: Student, ctx: Context, name: str) -> None:
    """Ask by interventions on colour images that are not square, before and after training."""
    draw = ctx.generator("colour")
    grid, layers = sizes.small_colour(draw), between(draw, 2, 4)

    def born() -> Asked:
        model = asked(student, name, grid, draw, layers=layers)
        _require_causal(model, interventions(model, grid, draw, model.dtype, sweeps=3), draw, name)
        return model.after_steps(draw)

    model = responding(born, draw, name)
    found = interventions(model, grid, draw, model.dtype, sweeps=SWEEPS)
    _require_causal(model, found, draw, name, after="after some optimiser steps")
    grid = sizes.vast_colour(whole(ctx, "image_size"), draw)
    _require_causal_at(student, name, grid, draw, layers=2, hidden=3 * sizes.channels(draw))


def is_causal_elsewhere(student: Student, ctx: Context, name: str) -> None:
    """Ask on tall and wide images, and in training mode, where batch statistics would tell."""
    draw, side = ctx.generator("elsewhere"), whole(ctx, "image_size")
    deep = whole(ctx, "num_layers") + 1
    _require_causal_at(student, name, sizes.vast(side, draw), draw, layers=deep, hidden=HIDDEN)
    for grid in (sizes.long(side, draw), sizes.small(draw)):
        layers = between(draw, 2, 4)

        def born(grid: Grid = grid, layers: int = layers) -> Asked:
            return asked(student, name, grid, draw, layers=layers).after_steps(draw)

        model = responding(born, draw, name)
        found = interventions(model, grid, draw, model.dtype)
        _require_causal(model, found, draw, name, after="on images that are not square")
        model.training()
        images = grid.images(grid.draw(4, draw))
        if not repetition(model, images, images, model.dtype).same:
            continue  # noise in training mode is for `is_repeatable` to name
        if not alone_interventions(model, grid, draw, model.dtype).causal:
            raise Failed(
                f"In training mode the logits of `{name}` depend on later pixels. Batch "
                f"normalisation does that: its statistics are over all pixels. Leave it out, or "
                f"normalise each pixel by itself."
            )


def _require_causal_at(
    student: Student, name: str, grid: Grid, draw: torch.Generator, *, layers: int, hidden: int
) -> None:
    """Ask at a few places of images that are larger than all that are shown."""
    model = asked(student, name, grid, draw, layers=layers, hidden=hidden)
    found = interventions(model, grid, draw, model.dtype, sweeps=2, places=PLACES)
    _require_causal(model, found, draw, name, after="on larger images")


def is_repeatable(student: Student, ctx: Context, name: str) -> None:
    """Ask the same twice, later again, and alone instead of in a batch; in both modes."""
    draw = ctx.generator("repeat")
    grid, layers = sizes.small(draw), between(draw, 2, 4)
    hidden = sizes.channels(draw)

    def born() -> Asked:
        model = asked(student, name, grid, draw, layers=layers, hidden=hidden)
        return model.after_steps(draw)

    model = responding(born, draw, name)
    for mode in ("eval", "training"):
        images = grid.images(grid.draw(8, draw))
        if not model.keeps(images):
            raise Failed(
                f"In {mode} mode, `{name}` changes the images that it is given. Look for changes "
                f"in place (x *= 2, x.clamp_, an assignment to x[...]), and work on a new tensor."
            )
        _require_repeatable(model, images, name, mode)
        batch = batch_independence(model, grid, draw, model.dtype)
        if not batch.same:
            raise Failed(
                f"In {mode} mode the logits of an image depend on the other images in its batch. "
                f"Look for batch normalisation, or an operation over dimension 0.",
                detail=f"Log-probabilities moved by up to {batch.gap:.2g} nats.",
            )
        model.training()


def _require_repeatable(model: Asked, images: Tensor, name: str, mode: str = "eval") -> None:
    again = repetition(model, images, 1 - images, model.dtype)
    if not again.same:
        raise Failed(
            f"In {mode} mode, `{name}` gave different answers to two calls with the same images. "
            f"Look for dropout, noise, or something that forward stores and a later call uses.",
            detail=f"Log-probabilities moved by up to {again.gap:.2g} nats.",
        )


def uses_neighbours(student: Student, ctx: Context, name: str) -> None:
    """Ask whether the left and the upper neighbour and the earlier channels ever matter."""
    draw = ctx.generator("neighbours")
    for grid in (sizes.small(draw), sizes.small_colour(draw)):
        layers = between(draw, 3, 4)
        found = _covered(student, name, grid, draw, neighbours(grid), layers=layers)
        if not found.complete:
            s, t = found.missed.nonzero()[0].tolist()
            raise Failed(
                f"A logit of `{name}` never depends on a neighbour that it may see: "
                f"{_relation(grid, s, t)} does not matter. Look for a mask that hides too much, "
                f'such as type "A" in every layer, or a missing row or column.',
                detail=f"Seen at {pixel_named(grid, s)}.",
            )


def has_no_blind_spot(student: Student, ctx: Context, name: str) -> Passed:
    """Ask whether every earlier pixel matters once the stack is deep enough; show a picture."""
    grid, draw = Grid(1, 5, 6), ctx.generator("blind spot")
    deep = max(grid.height, grid.width) + 1
    found = _covered(student, name, grid, draw, all_earlier(grid), layers=deep)
    # The worst pixel, else one in the middle of a lower row, which has most to see.
    missed = found.missed.sum(1)
    s = int(missed.argmax()) if missed.any() else grid.entry(3, 3)
    count = int(missed[s])
    sentence = (
        f"{count} of {s} earlier pixels never matter, although {deep} layers reach them: the "
        f"blind spot. A vertical stack that sees whole rows, and feeds every horizontal layer, "
        f"has none."
        if count
        else f"All {s} earlier pixels matter: no blind spot."
    )
    title = f"your {name}"
    # What is not earlier is not asked about here, and none of it is shown.
    used = found.used & ~forbidden(grid)
    shown = panel(grid, s, used, found.strength, title, not count, sentence, found.missed)
    picture = receptive_field([shown])
    if count:
        where = f"The prediction of the pixel at {pixel_named(grid, s)} has a blind spot."
        raise Failed(f"{where} {sentence}", picture=picture)
    return Passed("Every earlier pixel matters.", picture)


def _covered(
    student: Student,
    name: str,
    grid: Grid,
    draw: torch.Generator,
    wanted: Tensor,
    layers: int,
) -> Coverage:
    first = asked(student, name, grid, draw, layers=layers).after_steps(draw)
    # Lazily, since one initialisation is mostly enough.
    more = (asked(student, name, grid, draw, layers=layers).after_steps(draw) for _ in range(2))

    def slopes_of(model: Model) -> Differentiable | None:
        if isinstance(model, Asked) and slopes(model, draw)[0] is not None:
            return model
        return None

    models = chain([first], more)
    return coverage(models, grid, wanted, draw, dtype=first.dtype, slopes_of=slopes_of)


def _require_causal(
    model: Asked,
    found: Interventions,
    draw: torch.Generator,
    name: str,
    *,
    after: str = "",
    show: bool = False,
) -> None:
    """Raise Failed with a diagnosis unless nothing moved that must not.

    `show` adds a picture of what the model looks at, which only a visible check may do.
    """
    if found.causal:
        return
    _require_repeatable(model, model.grid.images(model.grid.draw(4, draw)), name)
    grid = model.grid
    seen, strength, note = looks_at(model, found, draw)
    sentence = f"{leak_sentence(seen, grid)} {note}".strip()
    if after.endswith("steps"):
        sentence = f"{ONCE} {sentence}"
    t, s = found.worst
    moved = (
        f"The logits at {pixel_named(grid, s)} moved by {found.moved[t, s].item():.2g} nats when "
        f"only the pixel at {pixel_named(grid, t)} and later ones were changed."
    )
    raise Failed(
        f"`{name}` leaks{f' {after}' if after else ''}. {sentence}",
        detail=moved,
        picture=leak_picture(grid, seen, strength, name, sentence) if show else None,
    )


def _relation(grid: Grid, s: int, t: int) -> str:
    (i, j, c), (row, column, channel) = grid.place(s), grid.place(t)
    if (i, j) == (row, column):
        return f"for channel {c}, channel {channel} of the same pixel"
    return "the left neighbour" if row == i else "the upper neighbour"
