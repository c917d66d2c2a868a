"""Probes of models whose data are too large for whole sweeps."""

import pytest
import torch
from torch import Tensor

from autograder.probes.large import Sampled, flips_at, pointed, sampled
from autograder.probes.order import Grid
from tests.support.models import Linear, earlier

F64 = torch.float64
GRIDS = [Grid(1, 16, 17), Grid(3, 9, 10, 4), Grid(1, 12, 12, 256)]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


class Local:
    """A causal model by default: each entry looks at those that lie `sees` entries before it.

    `only`, bool (n,), says at which entries it looks at `leak` entries after it, too.
    """

    def __init__(self, grid: Grid, leak: int | None = None, only: Tensor | None = None) -> None:
        self.grid, self.leak = grid, leak
        self.only = torch.ones(grid.size, dtype=torch.bool) if only is None else only
        self.asked = 0
        self.most = 0

    def logits(self, x: Tensor) -> Tensor:
        self.asked, self.most = self.asked + len(x), max(self.most, len(x))
        values = self.grid.sequences(x.double())
        score = 0.7 * values.roll(1, 1).index_fill(1, torch.tensor([0]), 0.0)
        if self.leak is not None:
            seen = torch.nn.functional.pad(values, (0, self.leak))[:, self.leak :]
            score = score + 0.3 * self.only * seen
        levels = torch.linspace(-1, 1, self.grid.num_values, dtype=F64)
        return self.grid.model_logits(score.unsqueeze(2) * levels)

    def log_probs(self, x: Tensor) -> Tensor:
        return self.logits(x).log_softmax(1)

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        x = x.clone().requires_grad_()
        y = self.logits(x)
        return torch.stack([torch.autograd.grad(y, x, r, retain_graph=True)[0] for r in rows])


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_causal_model_passes(grid: Grid, seed: int) -> None:
    model = Local(grid)
    assert sampled(model, grid, generator(seed), F64).causal
    assert pointed(model, grid, generator(seed), F64).causal


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("leak", [0, 1, 17])
def test_a_leak_at_every_entry_is_found_by_few_rows(grid: Grid, leak: int) -> None:
    found = sampled(Local(grid, leak), grid, generator(), F64, rows=4)
    t, s = found.worst
    assert not found.causal and s <= t <= s + leak and found.furthest > 1e-3


def test_rows_come_in_pieces_and_are_no_more_than_asked_for() -> None:
    model = Local(GRIDS[0])
    found = sampled(model, GRIDS[0], generator(), F64, rows=20)
    assert len(found.t) == 20 and model.most == 9 and model.asked == 20 + 3


def test_a_leak_at_a_tenth_of_the_entries_is_missed_about_as_often_as_docs_say() -> None:
    """(1 - f)^rows: with f = 0.1 and 8 rows 0.43, with 64 rows 0.0012."""
    grid, missed = Grid(1, 20, 20), 0
    for seed in range(60):
        only = torch.rand(grid.size, generator=generator(seed)) < 0.1
        missed += sampled(Local(grid, 0, only), grid, generator(seed + 1000), F64, rows=8).causal
        assert not sampled(Local(grid, 0, only), grid, generator(seed + 1000), F64, rows=64).causal
    assert 0.2 < missed / 60 < 0.65


def test_slopes_point_to_a_leak_that_interventions_then_prove() -> None:
    """A look ahead so far, at one entry, that hardly any t lies between."""
    grid = Grid(1, 16, 16)
    sees = earlier(grid)
    sees[3, 5] = 1
    model = Linear(grid, sees)
    found = pointed(model, grid, generator(), F64, places=grid.size)
    t, s = found.worst
    assert not found.causal and (t, s) == (5, 3)


def test_a_slope_that_is_no_dependence_is_no_leak() -> None:
    grid = Grid(1, 16, 16)

    class Straight(Linear):
        """Rounds its input, and lets the gradient through to all entries."""

        def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
            return torch.ones(len(rows), 1, *grid.shape, dtype=F64)

    found = pointed(Straight(grid, earlier(grid)), grid, generator(), F64)
    assert len(found.t) == 8 and found.causal


def test_nothing_pointed_to_is_nothing_asked() -> None:
    model = Local(GRIDS[0])
    found = pointed(model, GRIDS[0], generator(), F64)
    assert not len(found.t) and found.causal and model.asked == 1


def test_infinite_answers_are_not_alike() -> None:
    grid = Grid(1, 16, 17)

    class Broken(Local):
        def log_probs(self, x: Tensor) -> Tensor:
            return torch.full_like(super().log_probs(x), torch.nan)

    assert not sampled(Broken(grid), grid, generator(), F64, rows=2).causal


def test_flips_show_what_one_output_looks_at() -> None:
    grid = Grid(1, 16, 17)
    entries = torch.tensor([98, 99, 100, 101])
    base = grid.draw(1, generator())[0]
    model = Local(grid, leak=1)
    gaps, allowed = flips_at(model, grid, base, entries, 100, generator(), F64)
    assert (gaps > allowed).tolist() == [False, True, False, True]


def test_the_worst_row_is_told_by_its_t() -> None:
    moved = torch.zeros(2, 4, dtype=F64)
    moved[1, 2] = 0.5
    found = Sampled(torch.tensor([3, 2]), moved, 1e-9)
    assert found.worst == (2, 2) and found.furthest == 0.5 and not found.causal
