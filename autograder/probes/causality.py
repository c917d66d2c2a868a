"""Does an output depend on what it must not see? Interventions decide.

Log-probabilities are compared, never raw logits: a shift common to all values is harmless.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.model import Model, distance, tolerance
from autograder.probes.order import Grid

SWEEPS = 16  # meets conditional dependences too, such as gates that are shut on most images


@dataclass(frozen=True)
class Interventions:
    """How far entry s moved when everything from entry t on was changed.

    `moved` is float64 (n, n), row t, column s, zero for s > t, where moving is allowed; nats.
    """

    moved: Tensor
    tolerance: float

    @property
    def causal(self) -> bool:
        """Say whether nothing moved that must not."""
        return bool((self.moved <= self.tolerance).all())

    @property
    def worst(self) -> tuple[int, int]:
        """Return (t, s) of the largest movement: s moved though only t and later were changed."""
        t, s = divmod(int(self.moved.argmax()), self.moved.shape[1])
        return t, s

    def united(self, other: "Interventions") -> "Interventions":
        """Return what moved in either; of the same entries."""
        allowed = max(self.tolerance, other.tolerance)
        return Interventions(torch.maximum(self.moved, other.moved), allowed)


def bases(grid: Grid, count: int, generator: torch.Generator) -> Tensor:
    """Return int64 sequences (count, n) to intervene on: dark, bright, then of mixed densities.

    The constant ones open gates (dead rectifiers among them) that random images leave shut.
    """
    dark = torch.zeros(1, grid.size, dtype=torch.int64)
    rest = grid.draw(count, generator)
    density = torch.linspace(0.1, 0.9, count).unsqueeze(1)
    keep = torch.rand((count, grid.size), generator=generator) < density
    mixed = torch.where(keep, rest, torch.randint(grid.num_values, (count, 1), generator=generator))
    return torch.cat([dark, dark + grid.num_values - 1, mixed])[:count]


def interventions(
    model: Model,
    grid: Grid,
    generator: torch.Generator,
    dtype: torch.dtype,
    sweeps: int = SWEEPS,
    places: int | None = None,
) -> Interventions:
    """Change every entry from t on, for every t, and see which entries up to t move.

    One sweep is one call with n + 1 images: row t keeps the base before t and changes all from t
    on; the last row is the base. Together they meet every unconditional dependence of an entry
    on itself or a later one. On a large grid `places`, a number of random t in each sweep, is
    cheaper. `dtype` is the model's; see `tolerance` for the thresholds.
    """
    count = grid.size if places is None else min(places, grid.size)
    moved = torch.zeros(grid.size, grid.size, dtype=torch.float64)
    allowed = 0.0
    for base in bases(grid, sweeps, generator):
        shift = torch.randint(1, grid.num_values, (grid.size,), generator=generator)
        other = (base + shift) % grid.num_values
        chosen = torch.arange(grid.size)
        if count < grid.size:
            chosen = torch.randperm(grid.size, generator=generator)[:count]
        # The last row changes from beyond the end on: that is the base.
        t = torch.cat([chosen, torch.tensor([grid.size])]).unsqueeze(1)
        rows = torch.where(torch.arange(grid.size) >= t, other, base)
        answers = grid.per_entry(model.log_probs(grid.images(rows)))
        gaps = distance(answers[:-1], answers[-1:]).amax(2)
        gaps = torch.where(torch.arange(grid.size) <= t[:-1], gaps, 0.0)
        moved[chosen] = torch.maximum(moved[chosen], gaps)
        allowed = max(allowed, tolerance(dtype, answers))
    return Interventions(moved, allowed)


@dataclass(frozen=True)
class Repeats:
    """How far answers about the same images lie apart, in nats, and how far they may."""

    gap: float
    tolerance: float

    @property
    def same(self) -> bool:
        """Say whether the answers agree."""
        return self.gap <= self.tolerance


def batch_independence(
    model: Model, grid: Grid, generator: torch.Generator, dtype: torch.dtype
) -> Repeats:
    """Compare some images asked alone with the same in batches of every kind and order.

    Company that is unrelated; that is each image's complement, so that the two determine each
    other; that differs from it in one entry; that is the image itself; and, in order of
    brightness, one image of each. The number of images is drawn, too.
    """
    own = grid.draw(int(torch.randint(3, 7, (), generator=generator)), generator)
    alone = torch.cat([model.log_probs(grid.images(one.unsqueeze(0))) for one in own])
    flip = torch.zeros_like(own)
    flip[torch.arange(len(own)), torch.randint(grid.size, (len(own),), generator=generator)] = 1
    unrelated = grid.draw(int(torch.randint(2, 12, (), generator=generator)), generator)
    complement = grid.num_values - 1 - own
    company = (own[:0], unrelated, complement, (own + flip) % grid.num_values, own)
    gap, allowed = 0.0, tolerance(dtype, alone)
    for others in company:
        batch = torch.cat([own, others])
        order = torch.randperm(len(batch), generator=generator)
        gap = max(gap, _apart(model, grid, batch, order, alone))
    batch = torch.cat([own, bases(grid, 8, generator)])
    gap = max(gap, _apart(model, grid, batch, batch.sum(1).argsort(), alone))
    return Repeats(gap, allowed)


def _apart(model: Model, grid: Grid, batch: Tensor, order: Tensor, alone: Tensor) -> float:
    """Say how far the first images of a batch, asked in some order, are from being alone."""
    together = model.log_probs(grid.images(batch[order]))[order.argsort()]
    return distance(together[: len(alone)], alone).max().item()


def repetition(model: Model, images: Tensor, others: Tensor, dtype: torch.dtype) -> Repeats:
    """Compare the first answer about `images` with the second, and with one after `others`.

    Shows dropout that is left on, noise, and memory of earlier calls.
    """
    first = model.log_probs(images)
    second = model.log_probs(images)
    model.log_probs(others)
    later = model.log_probs(images)
    gap = torch.maximum(distance(first, second), distance(first, later)).max().item()
    return Repeats(gap, tolerance(dtype, first))


def alone_interventions(
    model: Model, grid: Grid, generator: torch.Generator, dtype: torch.dtype, count: int = 6
) -> Interventions:
    """As `interventions`, but every image is a batch of its own, at `count` random places.

    Statistics over the batch are common to all rows of one sweep and cancel; over a batch of one
    they do not. So this shows a normalisation over batch and positions, as in training mode.
    """
    moved = torch.zeros(grid.size, grid.size, dtype=torch.float64)
    base = grid.draw(1, generator)
    before = grid.per_entry(model.log_probs(grid.images(base)))
    for t in torch.randperm(grid.size, generator=generator)[:count].tolist():
        other = base.clone()
        other[:, t:] = (other[:, t:] + 1) % grid.num_values
        after = grid.per_entry(model.log_probs(grid.images(other)))
        moved[t, : t + 1] = distance(before, after).amax(2)[0, : t + 1]
    return Interventions(moved, tolerance(dtype, before))
