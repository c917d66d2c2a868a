"""Causality probes on small models that are known to be right or wrong."""

import pytest
import torch
from torch import Tensor

from autograder.probes.causality import (
    alone_interventions,
    bases,
    batch_independence,
    interventions,
    repetition,
)
from autograder.probes.dependence import flip_map, gradient_map
from autograder.probes.order import Grid
from tests.support.models import Linear, earlier

GRIDS = [Grid(1, 4, 3), Grid(1, 3, 5, 3), Grid(3, 2, 3, 4)]
F64 = torch.float64


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("grid", GRIDS)
def test_images_and_sequences_are_inverse(grid: Grid) -> None:
    values = grid.draw(4, generator())
    images = grid.images(values)
    assert torch.equal((grid.sequences(images) * (grid.num_values - 1)).round().long(), values)
    for entry in range(grid.size):
        i, j, c = grid.place(entry)
        assert grid.entry(i, j, c) == entry
        assert images[0, c, i, j] * (grid.num_values - 1) == values[0, entry]


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", range(5))
def test_a_causal_model_passes(grid: Grid, seed: int) -> None:
    model = Linear(grid, earlier(grid), seed)
    assert interventions(model, grid, generator(seed), F64, sweeps=4).causal


@pytest.mark.parametrize("grid", GRIDS)
def test_a_single_leak_is_found_at_its_place(grid: Grid) -> None:
    for s, t in ((0, 0), (2, grid.size - 1), (3, 4)):
        sees = earlier(grid)
        sees[s, t] = 1
        found = interventions(Linear(grid, sees), grid, generator(), F64, sweeps=2)
        assert not found.causal
        assert found.worst[1] == s
        assert found.worst[0] <= t


def test_a_shift_common_to_all_values_is_no_leak() -> None:
    grid = Grid(1, 3, 3)

    class Shifted(Linear):
        def log_probs(self, x: Tensor) -> Tensor:
            return (self.logits(x) + x.sum()).log_softmax(1)

    assert interventions(Shifted(grid, earlier(grid)), grid, generator(), F64, sweeps=2).causal


def test_a_leak_behind_a_gate_that_opens_on_bright_images_is_found() -> None:
    grid = Grid(1, 4, 4)

    class Gated(Linear):
        def logits(self, x: Tensor) -> Tensor:
            open_ = (x.flatten(1)[:, :8].mean(1) > 0.95).to(x.dtype).view(-1, 1, 1, 1)
            leak = (open_ * x).unsqueeze(1)
            return super().logits(x) + torch.cat([leak, -leak], 1)

    assert not interventions(Gated(grid, earlier(grid)), grid, generator(), F64).causal


def test_a_leak_without_gradient_is_found_by_interventions_alone() -> None:
    grid = Grid(1, 3, 3)

    class Detached(Linear):
        def logits(self, x: Tensor) -> Tensor:
            leak = x.detach().unsqueeze(1)
            return super().logits(x) + torch.cat([leak, -leak], 1)

    model = Detached(grid, earlier(grid))
    slopes = gradient_map(model, grid, grid.draw(1, generator())[0], generator())
    assert not slopes.triu().any()
    assert not interventions(model, grid, generator(), F64, sweeps=2).causal
    flips = flip_map(model, grid, grid.draw(1, generator())[0], generator())
    assert (flips.diagonal() > 0.01).all()


def test_nan_counts_as_movement() -> None:
    grid = Grid(1, 2, 3)

    class Broken(Linear):
        def log_probs(self, x: Tensor) -> Tensor:
            return torch.where(x.sum() > 1e9, 0.0, torch.nan * super().log_probs(x))

    assert not interventions(Broken(grid, earlier(grid)), grid, generator(), F64, sweeps=1).causal


@pytest.mark.parametrize("grid", GRIDS)
def test_gradients_and_flips_show_exactly_what_a_linear_model_sees(grid: Grid) -> None:
    sees = earlier(grid)
    sees[1:, 0] = 0
    model, base = Linear(grid, sees), grid.draw(1, generator())[0]
    assert torch.equal(gradient_map(model, grid, base, generator(3)) > 1e-11, sees > 0)
    assert torch.equal(flip_map(model, grid, base, generator(3)) > 1e-9, sees > 0)


def test_batch_leaks_noise_and_memory_are_told_apart() -> None:
    grid = Grid(1, 3, 3)
    images, others = (grid.images(grid.draw(8, generator(seed))) for seed in (1, 2))

    class Batch(Linear):
        def log_probs(self, x: Tensor) -> Tensor:
            return super().log_probs(x - x.mean(0, keepdim=True))

    class Noise(Linear):
        def log_probs(self, x: Tensor) -> Tensor:
            return (self.logits(x) + 0.01 * torch.rand(len(x), 2, 1, 1, 1)).log_softmax(1)

    class Memory(Linear):
        last: Tensor | None = None

        def log_probs(self, x: Tensor) -> Tensor:
            kept = x if self.last is None else self.last
            self.last = x
            return super().log_probs(x + kept.mean())

    honest, batch, noise, memory = (k(grid, earlier(grid)) for k in (Linear, Batch, Noise, Memory))
    assert batch_independence(honest, grid, generator(), F64).same
    assert not batch_independence(batch, grid, generator(), F64).same
    assert repetition(honest, images, others, F64).same
    assert repetition(batch, images, others, F64).same
    assert not repetition(noise, images, others, F64).same
    assert not repetition(memory, images, others, F64).same


class SeesNegatives(Linear):
    """Leaks where an image's complement stands in the batch."""

    def log_probs(self, x: Tensor) -> Tensor:
        paired = torch.cdist(x.flatten(1), 1 - x.flatten(1)).min(1).values < 1e-9
        return super().log_probs(x + paired.view(-1, 1, 1, 1))


class Ranks(Linear):
    """Counts the place in a batch that is sorted by brightness."""

    def log_probs(self, x: Tensor) -> Tensor:
        is_sorted = len(x) > 2 and bool((x.flatten(1).sum(1).diff() >= 0).all())
        return super().log_probs(x + is_sorted * torch.arange(len(x)).view(-1, 1, 1, 1))


class SeesTwins(Linear):
    """Leaks where an image stands twice in the batch."""

    def log_probs(self, x: Tensor) -> Tensor:
        twice = (torch.cdist(x.flatten(1), x.flatten(1)) < 1e-9).sum(1) > 1
        return super().log_probs(x + twice.view(-1, 1, 1, 1))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", [SeesNegatives, Ranks, SeesTwins])
def test_images_that_determine_each_other_are_asked_together(kind: type[Linear], seed: int) -> None:
    grid = Grid(1, 3, 4)
    model = kind(grid, earlier(grid))
    assert not batch_independence(model, grid, generator(seed), F64).same


@pytest.mark.parametrize("grid", [Grid(1, 9, 10), Grid(3, 3, 9, 4)])
def test_a_few_places_of_a_large_image_show_a_leak_there(grid: Grid) -> None:
    honest, leaky = (Linear(grid, earlier(grid) + own) for own in (0, torch.eye(grid.size)))
    assert interventions(honest, grid, generator(), F64, sweeps=2, places=12).causal
    found = interventions(leaky, grid, generator(), F64, sweeps=2, places=12)
    assert not found.causal
    t, s = found.worst
    assert t == s and (found.moved > 0).any(1).sum() <= 24


def test_statistics_over_batch_and_places_show_in_a_batch_of_one() -> None:
    grid = Grid(1, 3, 4)

    class BatchNorm(Linear):
        def log_probs(self, x: Tensor) -> Tensor:
            return super().log_probs((x - x.mean()) / (x.std() + 1e-3))

    model = BatchNorm(grid, earlier(grid))
    assert not alone_interventions(model, grid, generator(), F64).causal
    assert alone_interventions(Linear(grid, earlier(grid)), grid, generator(), F64).causal


def test_bases_begin_dark_and_bright() -> None:
    grid = Grid(1, 2, 3, 5)
    drawn = bases(grid, 6, generator())
    assert drawn.shape == (6, 6)
    assert (drawn[0] == 0).all() and (drawn[1] == 4).all()
    assert drawn.min() >= 0 and drawn.max() <= 4
