"""Images of a batch that know of one another, and batches that do not."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.probes.batch import _nearness, paired, tied
from autograder.probes.oracles import Chain, Indep, Law
from autograder.probes.order import Grid
from autograder.probes.sampling import FALSE_ALARM, MANY_DRAWS, fit, likeliest_mistake

GRID = Grid(1, 2, 2, 8)
COUNT = MANY_DRAWS // GRID.size // 2
Uniform = Callable[[int, torch.Generator], Tensor]


def fresh(count: int, draw: torch.Generator) -> Tensor:
    return torch.rand(count, generator=draw)


def antithetic(count: int, draw: torch.Generator) -> Tensor:
    half = torch.rand(count // 2, generator=draw)
    return torch.cat([half, 1 - half])


def neighbours(count: int, draw: torch.Generator) -> Tensor:
    half = torch.rand(count // 2, generator=draw)
    return torch.stack([half, 1 - half], 1).flatten()


def reflected(count: int, draw: torch.Generator) -> Tensor:
    half = torch.rand(count // 2, generator=draw)
    return torch.cat([half, half.flip(0)])


def stratified(count: int, draw: torch.Generator) -> Tensor:
    place = torch.randperm(count, generator=draw)
    return (place + torch.rand(count, generator=draw)) / count


def sequences(law: Law, uniform: Uniform, draw: torch.Generator, count: int = COUNT) -> Tensor:
    values = torch.zeros(count, GRID.size, dtype=torch.int64)
    for entry in range(GRID.size):
        edges = law.logits(values)[:, entry].softmax(1).cumsum(1)
        values[:, entry] = (edges[:, :-1] < uniform(count, draw).unsqueeze(1)).sum(1)
    return values


def drawn(uniform: Uniform, seed: int, law: Law | None = None) -> tuple[Law, list[Tensor], Tensor]:
    draw = torch.Generator().manual_seed(seed)
    law = law or Indep.steep(GRID, draw)
    batches = [sequences(law, uniform, draw) for _ in range(2)]
    return law, batches, torch.ones(2 * COUNT, GRID.size, dtype=torch.bool)


@pytest.mark.parametrize("seed", range(10))
def test_independent_images_are_never_tied(seed: int) -> None:
    for given in (None, Chain.steep(GRID, torch.Generator().manual_seed(seed))):
        law, batches, free = drawn(fresh, seed, given)
        assert fit(law, torch.cat(batches), free).good
        assert not tied(law, batches, free)


@pytest.mark.parametrize("uniform", [antithetic, neighbours, reflected, stratified])
@pytest.mark.parametrize("seed", range(3))
def test_dependent_images_follow_the_law_and_are_tied(uniform: Uniform, seed: int) -> None:
    law, batches, free = drawn(uniform, seed)
    assert fit(law, torch.cat(batches), free).good
    assert tied(law, batches, free)


def test_a_second_call_that_mirrors_the_first_is_tied() -> None:
    law, (first, _), free = drawn(fresh, 4)
    # The same images again follow the law as well as the first did.
    assert tied(law, [first, first], free)


@pytest.mark.parametrize("temperature", [0.97, 1.03])
@pytest.mark.parametrize("seed", range(5))
def test_three_percent_of_temperature_are_told_and_named(temperature: float, seed: int) -> None:
    draw = torch.Generator().manual_seed(seed)
    law = Indep.steep(GRID, draw)
    values = sequences(Indep(law.table / temperature), fresh, draw, 2 * COUNT)
    free = torch.ones_like(values, dtype=torch.bool)
    assert not fit(law, values, free).good
    name = "slightly colder" if temperature < 1 else "slightly warmer"
    assert likeliest_mistake(law, values, free) == name


@pytest.mark.parametrize("draws, p", [(9, 0.3), (40, 0.02), (25, 0.5)])
def test_the_chance_of_being_as_near_is_never_understated(draws: int, p: float) -> None:
    odds = [math.comb(draws, k) * p**k * (1 - p) ** (draws - k) for k in range(draws + 1)]
    for count in range(draws + 1):
        far = abs(count - draws * p) + 1e-9
        exact = sum(odd for k, odd in enumerate(odds) if abs(k - draws * p) <= far)
        assert _nearness(count, draws, p) >= exact - 1e-12


def test_pairs_of_a_small_batch() -> None:
    dice = torch.randint(9, (6, 14), generator=torch.Generator().manual_seed(0))
    assert not paired(dice, 9)
    for copy in (dice[1], 8 - dice[1]):
        dice[4] = copy
        assert paired(dice, 9)
    assert not paired(dice[:1], 9)
    assert not paired(torch.zeros(6, 3, dtype=torch.int64), 9)  # too few to tell


def test_bounds_are_what_checks_state() -> None:
    assert FALSE_ALARM <= 1e-7
