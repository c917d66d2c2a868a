"""What one output of a model of large data looks at: a map of all of them would cost hours."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.models.asked import AskedModel
from autograder.checking.models.looks import slopes
from autograder.probes.large import SLOPE, Sampled, flips_at
from autograder.probes.order import Grid
from autograder.text.i18n import listed, said

AROUND = 100  # entries, the nearest ones, that are changed one by one
NEAR_ALONE = said("Only pixels near it were asked about.")


@dataclass(frozen=True)
class Spot:
    """What output `s` looks at: `seen` among `judged`, bool (n,), and how strongly, float64 (n,).

    `note` is a sentence on how that was found, where there is something to say.
    """

    s: int
    seen: Tensor
    judged: Tensor
    strength: Tensor
    note: str = ""

    @property
    def later(self) -> Tensor:
        """Return which entries s must not look at: itself and what comes later, bool (n,)."""
        return torch.arange(len(self.seen)) >= self.s


def spotlight(
    model: AskedModel, s: int, draw: torch.Generator, found: Sampled | None = None
) -> Spot:
    """Find what output `s` looks at, by its slopes where those are certified, and by single flips.

    Flips of the nearest entries, earlier and later ones, and of those where interventions `found`
    it to move. Gradients see all entries, flips those that they change.
    """
    grid = model.grid
    certified, note = slopes(model, draw, torch.tensor([s]))
    entries = _around(grid, s)
    if found is not None:
        moved = found.moved[:, s] > found.tolerance
        entries = torch.unique(torch.cat([entries, found.t[moved]]))
    base = grid.draw(1, draw)[0]
    flips = torch.zeros(grid.size, dtype=torch.float64)
    gaps, allowed = flips_at(model, grid, base, entries, s, draw, model.dtype)
    flips[entries] = gaps.nan_to_num(posinf=1.0)
    judged = torch.zeros(grid.size, dtype=torch.bool).index_fill(0, entries, True)
    seen = flips > allowed
    strength = flips / flips.max().clamp_min(1e-300)
    if certified is None:
        near = NEAR_ALONE if model.layout.drawn_as == "pixels" else ""
        return Spot(s, seen, judged, strength, listed([note, near]))
    strength = torch.maximum(strength, certified[0])
    return Spot(s, seen | (certified[0] > SLOPE), torch.ones_like(judged), strength, note)


def _around(grid: Grid, s: int) -> Tensor:
    """Return the entries nearest to s, its own among them, int64."""
    places = torch.tensor([grid.place(entry)[:2] for entry in range(grid.size)])
    apart = (places - places[s]).abs().amax(1)
    return apart.argsort(stable=True)[:AROUND].sort().values
