"""Coverage, mass, mesh and likelihood on small models with known answers."""

import math

import pytest
import torch
from torch import Tensor

from autograder.probes.coverage import all_earlier, coverage, neighbours
from autograder.probes.likelihood import mean_nll
from autograder.probes.mesh import ALARM, ColourMesh, MarkovMesh, floor, learned_share
from autograder.probes.normalisation import all_sequences, log_likelihood, mass
from autograder.probes.order import Grid
from tests.support.models import Linear, earlier


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("grid", [Grid(1, 4, 3), Grid(3, 2, 3, 4)])
def test_what_is_missed_is_exactly_what_the_model_does_not_see(grid: Grid) -> None:
    sees = earlier(grid)
    assert coverage([Linear(grid, sees)], grid, all_earlier(grid), generator()).complete
    sees[5, 2] = sees[7, 0] = 0
    found = coverage([Linear(grid, sees)] * 2, grid, all_earlier(grid), generator())
    assert found.missed.nonzero().tolist() == [[5, 2], [7, 0]]


def test_what_one_initialisation_hides_another_may_show() -> None:
    grid = Grid(1, 2, 3)
    first, second = earlier(grid), earlier(grid)
    first[3, 1], second[4, 2] = 0, 0
    models = [Linear(grid, first), Linear(grid, second)]
    assert coverage(models, grid, all_earlier(grid), generator()).complete


def test_gradients_see_what_saturation_hides_from_flips() -> None:
    grid = Grid(1, 2, 3)

    class Faint(Linear):
        def logits(self, x: Tensor) -> Tensor:
            return 1e-13 * super().logits(x)

    model = Faint(grid, earlier(grid))
    assert not coverage([model], grid, all_earlier(grid), generator()).complete
    with_slopes = coverage(
        [model], grid, all_earlier(grid), generator(), slopes_of=lambda asked: model
    )
    assert with_slopes.complete


def test_neighbours_are_left_upper_and_earlier_channels() -> None:
    grid = Grid(3, 2, 2)
    wanted = neighbours(grid)[grid.entry(1, 1, 1)]
    left = [grid.entry(1, 0, c) for c in range(3)]
    upper = [grid.entry(0, 1, c) for c in range(3)]
    assert wanted.nonzero().flatten().tolist() == sorted([*upper, *left, grid.entry(1, 1, 0)])
    assert not neighbours(grid)[0].any()


def test_the_mass_of_a_causal_model_is_one() -> None:
    for grid in (Grid(1, 3, 3), Grid(3, 1, 2, 3)):
        assert mass(Linear(grid, earlier(grid), scale=3.0), grid).one
        other_order = earlier(grid).T
        assert mass(Linear(grid, other_order, scale=3.0), grid).one
        leak = earlier(grid)
        leak[2, 2] = 1
        assert not mass(Linear(grid, leak, scale=3.0), grid).one


def test_too_many_images_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        all_sequences(Grid(1, 4, 4))


def test_every_image_comes_once() -> None:
    rows = all_sequences(Grid(1, 2, 2, 3))
    assert len({tuple(row) for row in rows.tolist()}) == 81


def test_mean_nll_of_a_uniform_model() -> None:
    grid = Grid(1, 2, 3, 4)
    model = Linear(grid, earlier(grid), scale=0.0)
    images = grid.images(grid.draw(5, generator()))
    assert mean_nll(model, images) == pytest.approx(6 * math.log(4))


def test_mesh_probabilities_sum_to_one_and_match_its_samples() -> None:
    mesh, grid = MarkovMesh.drawn(3, 3, generator(1)), Grid(1, 3, 3)
    images = grid.images(all_sequences(grid))
    probs = mesh.log_prob(images).exp()
    assert probs.sum().item() == pytest.approx(1)
    drawn = mesh.sample(20_000, generator(2))
    code = (drawn.flatten(1).long() * 2 ** torch.arange(9)).sum(1)
    counts = torch.bincount(code, minlength=512) / 20_000
    spread = (probs * (1 - probs) / 20_000).sqrt()
    assert ((counts - probs).abs() < 6 * spread + 1e-3).all()


@pytest.mark.parametrize("seed", range(10))
def test_no_honest_model_beats_the_mesh_but_a_leak_does(seed: int) -> None:
    mesh, grid = MarkovMesh.drawn(6, 6, generator(seed)), Grid(1, 6, 6)
    images = mesh.sample(100, generator(100 + seed))
    truth = mesh.log_prob(images)
    values = grid.sequences(images).long()
    honest = log_likelihood(Linear(grid, earlier(grid), seed, 0.2), grid, values)
    assert floor(honest, truth).possible
    assert floor(truth, truth).excess == 0

    class Copy(Linear):
        def logits(self, x: Tensor) -> Tensor:
            return torch.stack([-5 * x + 2.5, 5 * x - 2.5], 1)

    leak = log_likelihood(Copy(grid, earlier(grid)), grid, values)
    assert floor(leak, truth).excess > 10 * ALARM


def test_a_nan_is_no_reason_for_an_alarm() -> None:
    assert floor(torch.tensor([torch.nan]), torch.zeros(1)).possible


def test_what_is_learned_of_a_law_is_between_nothing_and_all() -> None:
    mesh = MarkovMesh.drawn(8, 8, generator(4), least=0.8)
    images = mesh.sample(1000, generator(5))
    truth, uniform = mesh.log_prob(images), 64 * math.log(2)
    means = images.mean(0).clamp(0.01, 0.99)
    alone = -(means * means.log() + (1 - means) * (1 - means).log()).sum().item()
    assert learned_share(-truth.mean().item(), truth, 64) == pytest.approx(1)
    assert learned_share(uniform, truth, 64) == pytest.approx(0)
    assert learned_share(alone, truth, 64) < 0.15


def test_probabilities_of_all_colour_images_of_a_mesh_sum_to_one() -> None:
    grid = Grid(3, 2, 1, 3)
    mesh = ColourMesh.drawn(grid.shape, 3, generator(1))
    every = grid.images(torch.cartesian_prod(*[torch.arange(3)] * grid.size))
    assert mesh.log_prob(every).exp().sum().item() == pytest.approx(1)


def test_colour_images_of_a_mesh_come_as_often_as_it_says() -> None:
    grid = Grid(3, 1, 2, 2)
    mesh = ColourMesh.drawn(grid.shape, 2, generator(2))
    every = grid.images(torch.cartesian_prod(*[torch.arange(2)] * grid.size))
    drawn = grid.sequences(mesh.sample(20_000, generator(3))).long()
    codes = (drawn * 2 ** torch.arange(grid.size - 1, -1, -1)).sum(1)
    often = torch.bincount(codes, minlength=len(every)) / len(drawn)
    assert torch.allclose(often.double(), mesh.log_prob(every).exp(), atol=0.02)


def test_a_model_of_colours_that_peeks_beats_the_mesh() -> None:
    mesh = ColourMesh.drawn((3, 4, 5), 8, generator(4))
    law = mesh.log_prob(mesh.sample(200, generator(5)))
    uniform = torch.full_like(law, -60 * math.log(8))
    assert floor(uniform, law).possible
    assert not floor(0.5 * law, law).possible
