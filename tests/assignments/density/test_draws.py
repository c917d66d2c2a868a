"""Samplers of rows that go wrong in a known way are named; right ones are not."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from assignments.density.checks.for_fvsbn.cases import copying
from assignments.density.checks.for_fvsbn.model import Weights
from assignments.density.checks.for_fvsbn.slips import drawing_of, logits_by
from assignments.density.checks.shared.draws import CALLS, SHARED, Drawing, require_drawing
from autograder.checking.models.sampler import Drawn
from autograder.checking.student import Failed
from autograder.probes.rows import Rows

DIMS = 4
Draw = Callable[[Weights, int, torch.Generator], Tensor]


def network(generator: torch.Generator) -> Weights:
    weight = 3 * torch.randn(DIMS, DIMS, generator=generator, dtype=torch.float64)
    return Weights(weight, torch.randn(DIMS, generator=generator, dtype=torch.float64))


def rows_of(
    weights: Weights,
    count: int,
    generator: torch.Generator,
    *,
    fed: bool = False,
    above: bool = False,
    steps: tuple[int, ...] = tuple(range(DIMS)),
    numbers: tuple[int, int] = (-1, DIMS),
) -> Tensor:
    """Draw rows place by place, or as one of the mistakes does."""
    x = torch.zeros(count, DIMS, dtype=torch.float64)
    size = [count if n < 0 else n for n in numbers]
    uniform = torch.rand(size, generator=generator).double().expand(count, DIMS)
    for t in steps:
        p = logits_by(weights, x)[:, t].sigmoid()
        bits = (uniform[:, t] > p) if above else (uniform[:, t] < p)
        x[:, t] = p if fed else bits.double()
    return (torch.rand(x.shape, generator=generator) < x).double() if fed else x


def one_shot(weights: Weights, count: int, generator: torch.Generator) -> Tensor:
    p = logits_by(weights, torch.zeros(count, DIMS).double()).sigmoid()
    return (torch.rand(p.shape, generator=generator) < p).double()


def likelier(weights: Weights, count: int, generator: torch.Generator) -> Tensor:
    x = torch.zeros(count, DIMS, dtype=torch.float64)
    for t in range(DIMS):
        x[:, t] = (logits_by(weights, x)[:, t] > 0).double()
    return x


def required(weights: Weights, draw: Draw, generator: torch.Generator) -> None:
    """Judge a sampler as a check would."""

    def ask(count: int) -> Drawn:
        return Drawn("sample", draw(weights, count, generator), Rows.of(DIMS))

    require_drawing(ask, drawing_of(weights))


MISTAKES: dict[str, Draw] = {
    "Feed the bit that was drawn": lambda w, n, g: rows_of(w, n, g, fed=True),
    "A one where u < p": lambda w, n, g: rows_of(w, n, g, above=True),
    "The last bit is never drawn": lambda w, n, g: rows_of(w, n, g, steps=(0, 1, 2)),
    "The first bit is never drawn": lambda w, n, g: rows_of(w, n, g, steps=(1, 2, 3)),
    "from the first of the order on": lambda w, n, g: rows_of(w, n, g, steps=(3, 2, 1, 0)),
    "a row has one for all of its bits": lambda w, n, g: rows_of(w, n, g, numbers=(-1, 1)),
    "no bit knows": one_shot,
    "the likelier bit": likelier,
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("seed", range(3))
def test_a_mistake_is_named(name: str, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    with pytest.raises(Failed, match=name):
        required(network(generator), MISTAKES[name], generator)


@pytest.mark.parametrize("seed", range(3))
def test_right_rows_follow_the_law(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    for weights in (network(generator), copying(DIMS)):
        required(weights, rows_of, generator)


def test_numbers_that_all_rows_share_are_named() -> None:
    generator = torch.Generator().manual_seed(0)
    with pytest.raises(Failed) as failed:
        required(network(generator), lambda w, n, g: rows_of(w, n, g, numbers=(1, DIMS)), generator)
    assert SHARED in failed.value.message
    assert CALLS > 1  # of one call alone, it could not be told from the likelier bit


def test_probabilities_are_those_of_every_row() -> None:
    drawing: Drawing = drawing_of(copying(2))
    assert torch.allclose(
        drawing.chances(drawing.right), torch.tensor([0.5, 0, 0, 0.5]).double(), atol=1e-4
    )
