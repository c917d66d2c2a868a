"""Does a model see what it predicts, or what comes later? Interventions decide."""

from dataclasses import replace
from functools import partial

import torch

from autograder.checking.check import Passed
from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.causal_large import is_causal_at_size, require_causal_at_size
from autograder.checking.models.leads import ONCE, leaks, leaks_after_steps
from autograder.checking.models.leaks import forbidden
from autograder.checking.models.looks import Looks, leak_picture, looks_at, shown
from autograder.checking.models.repeats import require_apart, require_repeatable
from autograder.checking.models.response import responding
from autograder.checking.student import Failed, Student
from autograder.probes.causality import (
    SWEEPS,
    Interventions,
    alone_interventions,
    bases,
    interventions,
    repetition,
)
from autograder.probes.replaced import is_small, replaced
from autograder.records.verdict import Picture
from autograder.text.i18n import listed

FULL = 256  # entries: of larger data no map is made of what looks at what
PLACES = 12  # of a sweep over data that are larger than all that are shown
AT_BIRTH = 3  # sweeps before a model has taken a step
ALONE = 3  # data whose every entry is replaced: dark, bright and mixed
SOME = 4  # images, to tell noise from a leak


def is_causal(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, *, show: bool = False
) -> Passed:
    """Ask a model by interventions, before and after optimiser steps; for a visible check.

    At every entry where the data are small; else of small data of their kind, and at random
    entries of their own size. A picture shows a leak; with `show`, one of what an answer that
    passes looks at, too.
    """
    small = replace(plan, layout=plan.layout.proof)
    if small == plan:
        return _is_proven(student, kind, plan, draw, show)
    _is_proven(student, kind, small, draw, show=False)
    return is_causal_at_size(student, kind, plan, draw, show=show)


def _is_proven(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, show: bool
) -> Passed:
    """Ask at every entry."""
    model = kind.born(student, plan, draw)
    before = _asked(model, draw, AT_BIRTH)
    _require_causal(model, before, draw, leaks(model), show=True)
    # Half the sweeps: the smaller data of other questions get all of them, for less.
    model = model.after_steps(draw)
    found = _asked(model, draw, SWEEPS // 2)
    _require_causal(model, found, draw, leaks_after_steps(model), once=True, show=True)
    if not (show and model.layout.drawn_as):
        return Passed(model.words.nothing_leaks)
    return Passed(model.words.nothing_leaks, partial(_picture, model, found, draw))


def stays_causal(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> None:
    """Ask a model by interventions, before optimiser steps, and by all sweeps after them."""

    def born() -> AskedModel:
        model = kind.born(student, plan, draw)
        before = _asked(model, draw, AT_BIRTH)
        _require_causal(model, before, draw, leaks(model))
        return model.after_steps(draw)

    model = responding(born, draw)
    found = _asked(model, draw, SWEEPS)
    _require_causal(model, found, draw, leaks_after_steps(model), once=True)


def is_causal_beyond(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> None:
    """Ask at a few places of data that are larger than all that are shown."""
    model = kind.born(student, plan, draw)
    if model.grid.size > FULL:
        lead = model.words.leaks_beyond(model.name)
        require_causal_at_size(model, draw, lead, rows=2 * PLACES)
        return
    found = interventions(model, model.grid, draw, model.dtype, sweeps=2, places=PLACES)
    _require_causal(model, found, draw, model.words.leaks_beyond(model.name))


def is_causal_elsewhere(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator
) -> None:
    """Ask after optimiser steps, and in training mode, where batch statistics would tell."""
    model = responding(lambda: kind.born(student, plan, draw).after_steps(draw), draw)
    found = interventions(model, model.grid, draw, model.dtype)
    _require_causal(model, found, draw, model.words.leaks_elsewhere(model.name))
    model.training()
    images = model.grid.images(model.grid.draw(SOME, draw))
    if not repetition(model, images, images, model.dtype).same:
        return  # noise in training mode is for `is_repeatable` to name
    if not alone_interventions(model, model.grid, draw, model.dtype).causal:
        raise Failed(model.words.leaks_in_training(model.name))


def _asked(model: AskedModel, draw: torch.Generator, sweeps: int) -> Interventions:
    """Change all from an entry on; of what has no gradients, also every entry alone."""
    grid = model.grid
    found = interventions(model, grid, draw, model.dtype, sweeps=sweeps)
    if model.layout.has_slopes or not is_small(grid):
        return found
    alone = replaced(model, grid, bases(grid, ALONE, draw), model.dtype)
    return found.united(alone.interventions)


def _picture(model: AskedModel, found: Interventions, draw: torch.Generator) -> Picture | None:
    """Show what the middle pixel looks at, or the last token."""
    grid = model.grid
    middle = grid.entry(grid.height // 2, grid.width // 2)
    s = grid.size - 1 if model.layout.drawn_as == "tokens" else middle
    seen, strength, note = looks_at(model, found, draw)
    # A gradient-only alarm is no leak on the grid of values; the picture shows what was decided.
    seen &= ~forbidden(grid)
    told = listed([model.words.looks_at(int(seen[s].sum()), s), note])
    return shown(model.layout, model.name, Looks(seen, strength), s, told, passed=True)


def _require_causal(
    model: AskedModel,
    found: Interventions,
    draw: torch.Generator,
    lead: str,
    *,
    once: bool = False,
    show: bool = False,
) -> None:
    """Raise Failed with a diagnosis after a lead unless nothing moved that must not.

    Args: `once`, for a model that did not leak before its steps; `show` adds a picture of what the
    model looks at, which only a visible check may do.
    """
    if found.causal:
        return
    require_repeatable(model, model.grid.images(model.grid.draw(SOME, draw)))
    if not model.layout.has_slopes:
        require_apart(model, draw)  # all interventions are one batch: who mixes texts seems to leak
    seen, strength, note = looks_at(model, found, draw)
    leak = model.layout.leak(seen)
    told = listed([ONCE if once else "", model.kind.told(leak, model.words), note])
    t, s = found.worst
    raise Failed(
        listed([lead, told]),
        detail=model.words.moved(f"{found.moved[t, s].item():.2g}", s, t),
        picture=leak_picture(model, seen, strength, leak, told) if show else None,
        essential=not leak.is_order,  # in another order it is a density all the same
    )
