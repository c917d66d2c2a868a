"""Does a model of large data leak? Asked at random entries, and where its slopes point."""

from functools import partial

import torch

from autograder.checking.check import Passed
from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.leads import ONCE, leaks_at_size
from autograder.checking.models.looks import NOT_YET, panel, yours
from autograder.checking.models.repeats import require_repeatable
from autograder.checking.models.spot import Spot, spotlight
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.pictures.receptive_field import receptive_field
from autograder.probes.large import ROWS, Sampled, pointed, sampled
from autograder.records.verdict import Picture
from autograder.text.i18n import listed

AT_BIRTH = ROWS // 4  # rows before a model has taken a step, of all its rows
SOME = 4  # data, to tell noise from a leak


def is_causal_at_size(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, *, show: bool
) -> Passed:
    """Ask at the course's size, before and after optimiser steps; for a visible check.

    Its smaller kind has been asked at every entry. With `show`, a picture of what passes.
    """
    model = kind.born(student, plan, draw)
    lead = leaks_at_size(model)
    require_causal_at_size(model, draw, lead, rows=AT_BIRTH, show=True)
    model = model.after_steps(draw)
    require_causal_at_size(model, draw, lead, rows=ROWS - AT_BIRTH, once=True, show=True)
    if not (show and model.layout.drawn_as == "pixels"):
        return Passed(model.words.nothing_leaks)
    return Passed(model.words.nothing_leaks, partial(_middle, model, draw))


def require_causal_at_size(
    model: AskedModel,
    draw: torch.Generator,
    lead: str,
    *,
    rows: int,
    once: bool = False,
    show: bool = False,
) -> None:
    """Raise Failed with a diagnosis after a lead unless nothing moved that must not.

    Args: `rows`, how many random entries are asked at; `once`, for a model that did not leak
    before its steps; `show` adds a picture, which only a visible check may do.
    """
    found = sampled(model, model.grid, draw, model.dtype, rows)
    if found.causal:
        found = _where_slopes_point(model, draw) or found
    if found.causal:
        return
    require_repeatable(model, model.grid.images(model.grid.draw(SOME, draw)))
    t, s = found.worst
    spot = spotlight(model, s, draw, found)
    leak = model.layout.leak_at(s, spot.seen & spot.later, spot.judged & spot.later)
    told = listed([ONCE if once else "", model.kind.told(leak, model.words), spot.note])
    raise Failed(
        listed([lead, told]),
        detail=model.words.moved(f"{found.furthest:.2g}", s, t),
        picture=_picture(model, spot, told) if show else None,
        essential=True,
    )


def _where_slopes_point(model: AskedModel, draw: torch.Generator) -> Sampled | None:
    """Ask where gradients point; None of a model that has none."""
    if not model.layout.has_slopes:
        return None
    try:
        return pointed(model, model.grid, draw, model.dtype)
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
        return None


def _picture(model: AskedModel, spot: Spot, told: str) -> Picture | None:
    if model.layout.drawn_as != "pixels":  # of long texts there is no map of all tokens
        return None
    words = listed([told, NOT_YET])
    shown = panel(model.grid, spot.s, spot.seen, spot.strength, yours(model.name), False, words)
    return receptive_field([shown])


def _middle(model: AskedModel, draw: torch.Generator) -> Picture:
    """Show what the middle pixel looks at."""
    grid = model.grid
    spot = spotlight(model, grid.entry(grid.height // 2, grid.width // 2), draw)
    # A gradient-only alarm is no leak on the grid of values; the picture shows what was decided.
    seen = spot.seen & ~spot.later
    told = listed([model.words.looks_at(int(seen.sum()), spot.s), spot.note])
    return receptive_field(
        [panel(grid, spot.s, seen, spot.strength, yours(model.name), True, told)]
    )
