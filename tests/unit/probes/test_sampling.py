"""Oracles and tests of samples, with samplers that are known to be right or wrong."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.probes.normalisation import all_sequences
from autograder.probes.oracles import (
    Chain,
    Coin,
    Hash,
    Indep,
    Law,
    NotFullSamples,
    TooManyCalls,
    Witness,
    off_grid,
)
from autograder.probes.order import Grid
from autograder.probes.sampling import (
    DRAWS,
    fit,
    likeliest_mistake,
    order_name,
    violations,
    written_order,
)

Misuse = Callable[[Tensor], Tensor]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def drawn(law: Law, grid: Grid, count: int, seed: int, misuse: Misuse = lambda x: x) -> Tensor:
    draw = generator(seed)
    values = torch.zeros(count, grid.size, dtype=torch.int64)
    for s in range(grid.size):
        probs = misuse(law.logits(values)[:, s]).softmax(1)
        values[:, s] = torch.multinomial(probs, 1, generator=draw).squeeze(1)
    return values


def laws(seed: int) -> list[tuple[Grid, Law]]:
    grid, small = Grid(1, 2, 3, 3), Grid(1, 2, 2)
    chain = Chain.drawn(grid, generator(seed))
    return [(grid, Indep.drawn(grid, generator(seed))), (grid, chain), (small, Coin(small))]


def everything(values: Tensor) -> Tensor:
    return torch.ones_like(values, dtype=torch.bool)


@pytest.mark.parametrize("seed", range(30))
def test_honest_samples_fit(seed: int) -> None:
    for grid, law in laws(seed):
        values = drawn(law, grid, 1_000, seed)
        assert fit(law, values, everything(values)).good


@pytest.mark.parametrize(
    ("misuse", "name"),
    [
        (lambda x: x / 0.9, "slightly colder"),
        (lambda x: x / 0.7, "colder"),
        (lambda x: x / 1.5, "warmer"),
        (lambda x: x.softmax(1), "softmax twice"),
        (lambda x: 0 * x, "uniform"),
        (lambda x: x.flip(1), "reversed"),
        (lambda x: 1e6 * x, "argmax"),
        (lambda x: x.where(x > x.amin(1, keepdim=True), -1e9), "never drawn"),
    ],
)
def test_mistakes_are_told_and_named(misuse: Misuse, name: str) -> None:
    for grid, law in laws(3)[:2]:
        values = drawn(law, grid, DRAWS, 5, misuse)
        assert not fit(law, values, everything(values)).good
        assert likeliest_mistake(law, values, everything(values)) == name


def test_one_draw_for_all_images_is_named() -> None:
    grid, law = laws(1)[0]
    values = drawn(law, grid, 1, 5).expand(DRAWS, -1)
    assert not fit(law, values, everything(values)).good
    assert likeliest_mistake(law, values, everything(values)) == "same draw"


def test_only_free_entries_are_judged() -> None:
    grid, law = laws(2)[1]
    values = drawn(law, grid, DRAWS, 5)
    free = everything(values)
    values[:, 3], free[:, 3] = 0, False
    assert not fit(law, values, everything(values)).good
    # The entry after it was drawn from another past.
    free[:, 4] = False
    assert fit(law, values, free).good


def test_a_coin_decides_the_whole_image() -> None:
    grid = Grid(1, 2, 2)
    values = torch.tensor([[0, 0, 0, 0], [1, 1, 1, 1]]).repeat(DRAWS // 2, 1)
    assert fit(Coin(grid), values, everything(values)).good
    independent = grid.draw(DRAWS, generator())
    assert not fit(Coin(grid), independent, everything(values)).good


@pytest.mark.parametrize("grid", [Grid(1, 4, 5), Grid(3, 3, 2, 4)])
def test_a_hash_depends_on_every_earlier_entry_and_on_no_other(grid: Grid) -> None:
    values = grid.draw(20, generator())
    for t in range(grid.size):
        other = values.clone()
        other[:, t] = (other[:, t] + 1) % grid.num_values
        laws = [Hash(grid, key) for key in range(60)]
        moved = torch.cat([law.values(other) != law.values(values) for law in laws]).double()
        assert not moved[:, : t + 1].any()
        # A wrong past gives another value with probability 1 - 1/V.
        assert (moved[:, t + 1 :].mean(0) - (1 - 1 / grid.num_values)).abs().lt(0.25).all()


def test_hash_values_are_balanced_and_keyed() -> None:
    grid = Grid(1, 2, 4)
    every = all_sequences(grid)
    first, second = Hash(grid, 1).values(every), Hash(grid, 2).values(every)
    assert 0.35 < (first != second).double().mean() < 0.65
    assert 0.35 < first[:, 4:].double().mean() < 0.65


def sampled(grid: Grid, order: Callable[[int, int, int], object]) -> tuple[Tensor, Witness]:
    law = Hash(grid, 9)
    witness = Witness(law, grid, 1_000)
    x = torch.zeros(8, *grid.shape)
    for t in sorted(range(grid.size), key=lambda t: order(*grid.place(t))):  # type: ignore[arg-type, return-value]
        i, j, c = grid.place(t)
        x[:, c, i, j] = witness.answer(x.clone())[:, :, c, i, j].argmax(1) / (grid.num_values - 1)
    return x, witness


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("raster", lambda i, j, c: (i, j, c)),
        ("columns before rows", lambda i, j, c: (j, i, c)),
        ("channel by channel", lambda i, j, c: (c, i, j)),
        ("channels backwards", lambda i, j, c: (i, j, -c)),
        ("right to left", lambda i, j, c: (i, -j, c)),
        ("backwards", lambda i, j, c: (-i, -j, -c)),
        ("other", lambda i, j, c: (-i, j, -c)),
    ],
)
def test_orders_are_named_from_what_the_model_saw(
    name: str, order: Callable[[int, int, int], object]
) -> None:
    grid = Grid(3, 3, 2, 4)
    x, witness = sampled(grid, order)
    assert order_name(grid, written_order(witness.inputs, x, grid)) == name
    values = (grid.sequences(x) * 3).round().long()
    broken = violations(Hash(grid, 9), values, everything(values))
    assert bool(broken.any()) == (name != "raster")


def test_writing_nothing_or_all_at_once_is_named() -> None:
    grid = Grid(3, 2, 2)
    empty, full = torch.zeros(2, *grid.shape), torch.ones(2, *grid.shape)
    row, pixel = empty.clone(), empty.clone()
    row[:, :, 0], pixel[:, :, 0, 0] = 1, 1

    def name(*inputs: Tensor) -> str:
        return order_name(grid, written_order(inputs, full, grid))

    assert name(empty, empty, empty) == "never"
    assert name(empty) == "all at once"
    assert name(empty, row) == "row at once"
    pixels = [torch.where(torch.arange(4).view(2, 2) < k, full, empty) for k in range(4)]
    assert name(*pixels) == "pixel at once"
    assert name() == "unknown"


def test_a_witness_wants_full_images_and_has_limits() -> None:
    grid = Grid(1, 2, 3)
    witness = Witness(Hash(grid, 1), grid, 2)
    for wrong in (torch.zeros(1, 1, 2, 2), torch.zeros(2, 3), torch.zeros(1, 1, 2, 3).long(), None):
        with pytest.raises(NotFullSamples):
            witness.answer(wrong)
    x = torch.full((2, 1, 2, 3), torch.nan)
    assert witness.answer(x).shape == (2, 2, 1, 2, 3)
    witness.answer(x)
    with pytest.raises(TooManyCalls):
        witness.answer(x)


def test_values_off_the_grid_are_seen() -> None:
    grid = Grid(1, 1, 6, 4)
    x = torch.tensor([0.0, 1 / 3, 2 / 3, 1.0, 0.5, torch.nan]).view(1, 1, 1, 6)
    assert off_grid(x, grid).flatten().tolist() == [False] * 4 + [True] * 2
    assert off_grid(torch.full((1, 1, 1, 6), 4 / 3), grid).all()
