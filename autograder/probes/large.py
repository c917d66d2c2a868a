"""Causality of a model on data too large for whole sweeps: random places, and where slopes point.

A sweep over n entries is n + 1 images of n entries each. On large data a few random t are asked in
its place, and gradients, which see all entries that one output looks at, say where to ask more.
Interventions alone decide. docs/probes.md says what is missed, and how often.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.causality import bases
from autograder.probes.dependence import slopes_of
from autograder.probes.model import Differentiated, Model, distance, tolerance
from autograder.probes.order import Grid

ROWS = 64  # of a probe of one model
PIECE = 8  # rows of one base, asked together with it
PLACES = 4  # outputs whose slopes are looked at
POINTED = 2  # entries, of those that an output must not see, that its slopes point to most
SLOPE, SLOPE_SINGLE = 1e-11, 1e-6  # of the largest gradient, float64 and float32


@dataclass(frozen=True)
class Sampled:
    """How far entries moved in rows that differ from a base only from entry t on.

    `t`, int64 (R,), and `moved`, float64 (R, n), zero for s > t, where moving is allowed; nats.
    """

    t: Tensor
    moved: Tensor
    tolerance: float

    @property
    def causal(self) -> bool:
        """Say whether nothing moved that must not."""
        return bool((self.moved <= self.tolerance).all())

    @property
    def worst(self) -> tuple[int, int]:
        """Return (t, s) of the largest movement: s moved though only t and later were changed."""
        row, s = divmod(int(self.moved.argmax()), self.moved.shape[1])
        return int(self.t[row]), s

    @property
    def furthest(self) -> float:
        """Return the largest movement, nats."""
        return self.moved.max().item()

    def joined(self, other: "Sampled") -> "Sampled":
        """Return the rows of both."""
        t, moved = torch.cat([self.t, other.t]), torch.cat([self.moved, other.moved])
        return Sampled(t, moved, max(self.tolerance, other.tolerance))


def sampled(
    model: Model, grid: Grid, generator: torch.Generator, dtype: torch.dtype, rows: int = ROWS
) -> Sampled:
    """Change everything from t on, for `rows` random t, and see which entries up to t move.

    In pieces that fit memory: a base, dark, bright or of mixed density, together with rows that
    keep it before t, each with a t and a suffix of its own that differs from the base everywhere.
    """
    found = _nothing(grid)
    for base in bases(grid, -(-rows // PIECE), generator):
        count = min(PIECE, rows - len(found.t))
        t = torch.randint(grid.size, (count,), generator=generator)
        shift = torch.randint(1, grid.num_values, (count, grid.size), generator=generator)
        other = (base + shift) % grid.num_values
        changed = torch.where(torch.arange(grid.size) >= t.unsqueeze(1), other, base)
        found = found.joined(_moved(model, grid, base, changed, t, dtype))
    return found


def in_batch(
    model: Model,
    grid: Grid,
    generator: torch.Generator,
    dtype: torch.dtype,
    batch: int,
    known: Tensor | None = None,
) -> Sampled:
    """Change every row of one batch from a random t of its own on, and see what moves up to t.

    The model is asked twice, for exactly `batch` rows each time: dark, bright, and mixed ones, and
    every second of those `known`, int64 (N, n), since what looks data up is honest elsewhere.
    """
    base = bases(grid, batch, generator)
    if known is not None:
        others = torch.randint(len(known), (len(base[1::2]),), generator=generator)
        base[1::2] = known[others]
    t = torch.randint(grid.size, (batch,), generator=generator)
    shift = torch.randint(1, grid.num_values, (batch, grid.size), generator=generator)
    other = (base + shift) % grid.num_values
    changed = torch.where(torch.arange(grid.size) >= t.unsqueeze(1), other, base)
    before, after = (grid.per_entry(model.log_probs(grid.images(x))) for x in (base, changed))
    gaps = distance(before, after).amax(2)
    gaps = torch.where(torch.arange(grid.size) <= t.unsqueeze(1), gaps, 0.0)
    return Sampled(t, gaps, max(tolerance(dtype, before), tolerance(dtype, after)))


def pointed(
    model: Differentiated,
    grid: Grid,
    generator: torch.Generator,
    dtype: torch.dtype,
    places: int = PLACES,
) -> Sampled:
    """Change the single entries that the slopes of a few random outputs point to, if any.

    Raises what the model raises where it has no gradient. Of every output the two entries that are
    not earlier and have the largest slopes, above 1e-11 of the largest one (float32: 1e-6).
    """
    base = grid.draw(1, generator)[0]
    chosen = torch.randperm(grid.size, generator=generator)[:places]
    slopes = slopes_of(model, grid, base, chosen, generator)
    slopes = torch.where(torch.arange(grid.size) >= chosen.unsqueeze(1), slopes, 0.0)
    strongest, entries = slopes.topk(min(POINTED, grid.size), dim=1)
    t = entries[strongest > (SLOPE if dtype == torch.float64 else SLOPE_SINGLE)]
    if not len(t):
        return _nothing(grid)
    return _moved(model, grid, base, flipped(grid, base, t, generator), t, dtype)


def flipped(grid: Grid, base: Tensor, entries: Tensor, generator: torch.Generator) -> Tensor:
    """Return the base, int64 (n,), once for each of some entries, (K,), with that one changed."""
    rows = base.repeat(len(entries), 1)
    shift = torch.randint(1, grid.num_values, (len(entries),), generator=generator)
    at = torch.arange(len(entries)), entries
    rows[at] = (rows[at] + shift) % grid.num_values
    return rows


def flips_at(
    model: Model,
    grid: Grid,
    base: Tensor,
    entries: Tensor,
    output: int,
    generator: torch.Generator,
    dtype: torch.dtype,
) -> tuple[Tensor, float]:
    """Return how far one output moves when single entries, int64 (K,), are changed, (K,); nats.

    And how far it may without having seen them, see `tolerance`.
    """
    gaps, allowed = [torch.zeros(0, dtype=torch.float64)], 0.0
    for rows in torch.split(flipped(grid, base, entries, generator), PIECE):
        answers = grid.per_entry(model.log_probs(grid.images(torch.cat([rows, base[None]]))))
        gaps.append(distance(answers[:-1, output], answers[-1:, output]).amax(1))
        allowed = max(allowed, tolerance(dtype, answers))
    return torch.cat(gaps), allowed


def _moved(
    model: Model, grid: Grid, base: Tensor, rows: Tensor, t: Tensor, dtype: torch.dtype
) -> Sampled:
    answers = grid.per_entry(model.log_probs(grid.images(torch.cat([rows, base[None]]))))
    gaps = distance(answers[:-1], answers[-1:]).amax(2)
    gaps = torch.where(torch.arange(grid.size) <= t.unsqueeze(1), gaps, 0.0)
    return Sampled(t, gaps, tolerance(dtype, answers))


def _nothing(grid: Grid) -> Sampled:
    nothing = torch.zeros(0, grid.size, dtype=torch.float64)
    return Sampled(torch.zeros(0, dtype=torch.int64), nothing, 0.0)
