"""What a model looks at, for diagnoses and pictures."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.models.asked import AskedModel
from autograder.checking.models.layout import ModelLayout
from autograder.checking.models.leaks import Leak, depends, forbidden
from autograder.checking.student import StudentCrashed
from autograder.pictures.receptive_field import Panel, receptive_field
from autograder.pictures.token_map import TokenMap, token_map
from autograder.probes.causality import Interventions
from autograder.probes.certificate import certificate
from autograder.probes.dependence import flip_map, slopes_of
from autograder.probes.order import Grid
from autograder.probes.replaced import is_small, replaced
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

BASES = 2  # data whose every entry is replaced, where there are no gradients
NOT_YET = said("So its numbers are not a likelihood yet.")
UNCERTIFIED = said(
    "Its gradients are not the slopes of what it computes (a hook, a detached tensor, rounding or "
    "a straight-through estimator do that), so this was found by interventions alone."
)


def slopes(
    model: AskedModel, generator: torch.Generator, outputs: Tensor | None = None
) -> tuple[Tensor | None, str]:
    """Return the gradient map at a random image, None unless finite differences certify it.

    Of all outputs, or of some, int64 (K,): see `slopes_of`.

    And a sentence, where there are gradients that are not what they claim to be. Nothing is
    decided by it: interventions decide, and embedded or rounded input has no gradient.
    """
    if model.dtype != torch.float64 or not model.layout.has_slopes:
        return None, ""  # too coarse for finite differences
    try:
        if not certificate(model, model.grid, generator).holds:
            return None, UNCERTIFIED
        base = model.grid.draw(1, generator)[0]
        outputs = torch.arange(model.grid.size) if outputs is None else outputs
        return slopes_of(model, model.grid, base, outputs, generator), ""
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
        return None, ""


def looks_at(
    model: AskedModel, found: Interventions, draw: torch.Generator
) -> tuple[Tensor, Tensor, str]:
    """Return what looks at what, bool (n, n), how strongly, float64 (n, n), and a note on it."""
    gradients, note = slopes(model, draw)
    flips = _flips(model, draw).nan_to_num(posinf=1.0)
    scaled = flips / flips.max().clamp_min(1e-300)
    strength = scaled if gradients is None else torch.maximum(gradients, scaled)
    return depends(gradients, flips, found), strength, note


def _flips(model: AskedModel, draw: torch.Generator) -> Tensor:
    """Return how far outputs move by single changes: without gradients, by all of them."""
    grid = model.grid
    if model.layout.has_slopes or not is_small(grid):
        return flip_map(model, grid, grid.draw(1, draw)[0], draw)
    return replaced(model, grid, grid.draw(BASES, draw), model.dtype).moved


def leak_picture(
    model: AskedModel, seen: Tensor, strength: Tensor, leak: Leak, sentence: str
) -> Picture | None:
    """Show the middle entry if it leaks, else the one that leaks most; of tokens, all of them."""
    grid = model.grid
    leaks = (seen & forbidden(grid)).sum(1)
    middle = grid.entry(grid.height // 2, grid.width // 2)
    s = middle if leaks[middle] else int(leaks.argmax())
    # In another order than raster it may well be normalised.
    words = sentence if leak.is_order else listed([sentence, NOT_YET])
    return shown(model.layout, model.name, Looks(seen, strength), s, words, passed=False)


@dataclass(frozen=True)
class Looks:
    """What looks at what: `seen`, bool (n, n), row s, and how strongly, float64 (n, n).

    `missed`, bool (n, n), is what should be seen and never is.
    """

    seen: Tensor
    strength: Tensor
    missed: Tensor | None = None


def shown(
    layout: ModelLayout, name: str, looks: Looks, s: int, sentence: str, *, passed: bool
) -> Picture | None:
    """Draw what output s looks at, of tokens what each does; None of what is not drawn."""
    if not layout.drawn_as:
        return None
    title, missed = yours(name), looks.missed
    if layout.drawn_as == "tokens":
        return token_map(
            TokenMap(title, passed, looks.strength, looks.seen, missed, sentence=sentence)
        )
    missed = None if missed is None else missed[s]
    drawn = panel(layout.grid, s, looks.seen[s], looks.strength[s], title, passed, sentence, missed)
    return receptive_field([drawn])


def yours(name: str) -> str:
    """Return the title of a picture of the student's model."""
    return said("your {name}", name=name)


def panel(
    grid: Grid,
    s: int,
    seen: Tensor,
    strength: Tensor,
    title: str,
    passed: bool,
    sentence: str,
    missed: Tensor | None = None,
) -> Panel:
    """Map what entry s looks at over pixels: the strongest of a pixel's channels stands for it.

    Args: `seen` and `missed`, bool (n,), and `strength`, float64 (n,): of each entry, for s.
    """
    shape = (grid.height, grid.width, grid.channels)
    i, j, _ = grid.place(s)
    later = torch.arange(grid.size) >= s
    missed = torch.zeros_like(seen) if missed is None else missed
    return Panel(
        title=title,
        passed=passed,
        pixel=(i, j),
        strength=strength.view(shape).amax(2),
        used=(seen & ~later).view(shape).any(2),
        leaks=(seen & later).view(shape).any(2),
        missed=missed.view(shape).any(2),
        sentence=sentence,
    )
