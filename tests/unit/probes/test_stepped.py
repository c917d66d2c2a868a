"""The law over images of any values: its samples, its log p, and the floor that it gives."""

import itertools

import pytest
import torch

from autograder.probes.mesh import floor
from autograder.probes.order import Grid
from autograder.probes.stepped import SteppedMesh

GRIDS = [Grid(1, 4, 5, 2), Grid(3, 3, 4, 6), Grid(3, 4, 4, 256)]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("grid", [Grid(1, 2, 3, 3), Grid(3, 1, 2, 2)])
def test_probabilities_of_all_images_sum_to_one(grid: Grid, seed: int) -> None:
    law = SteppedMesh.drawn(grid, generator(seed))
    every = torch.tensor(list(itertools.product(range(grid.num_values), repeat=grid.size)))
    assert law.log_prob(every).exp().sum().item() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("grid", GRIDS)
def test_samples_cost_their_entropy(grid: Grid) -> None:
    law = SteppedMesh.drawn(grid, generator())
    drawn = law.log_prob(law.sample(2000, generator(1)))
    chances = law.log_chances.exp()
    entropy = -(chances * law.log_chances).sum() * grid.size
    assert drawn.isfinite().all()
    assert -drawn.mean().item() == pytest.approx(entropy.item(), rel=0.02)


def test_what_the_law_never_does_has_no_probability() -> None:
    grid = Grid(1, 3, 3, 256)
    law = SteppedMesh.drawn(grid, generator())
    assert (law.log_prob(grid.draw(20, generator(2))) == -torch.inf).any()


def test_a_model_that_knows_nothing_is_possible_and_one_that_sees_what_it_predicts_is_not() -> None:
    grid = Grid(3, 8, 8, 256)
    law = SteppedMesh.drawn(grid, generator())
    truth = law.log_prob(law.sample(16, generator(1)))
    uniform = torch.full((16,), -grid.size * torch.tensor(256.0).log().item())
    assert floor(uniform, truth).possible and floor(truth, truth).possible
    assert not floor(0.9 * truth, truth).possible
