"""Samplers of rows that go wrong in a known way are named; right ones are not."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from assignments.density.checks.laws import (
    DRAWN_BIT,
    LAST_DRAWN,
    LIKELIER,
    ONE_BELOW,
    ONE_BY_ONE,
    OWN_NUMBER,
    Logits,
    copy_logits,
    mistake,
    table_of,
)
from autograder.probes.sampling import DRAWS, fit

DIMS = 4
Draw = Callable[[Logits, torch.Generator], Tensor]


def network(generator: torch.Generator) -> Logits:
    weight = 3 * torch.randn(DIMS, DIMS, generator=generator, dtype=torch.float64).tril(-1)
    bias = torch.randn(DIMS, generator=generator, dtype=torch.float64)
    return lambda x: x.double() @ weight.T + bias


def drawn(
    logits: Logits,
    generator: torch.Generator,
    *,
    fed: bool = False,
    above: bool = False,
    places: int = DIMS,
    numbers: tuple[int, int] = (DRAWS, DIMS),
) -> Tensor:
    """Draw rows place by place, or as one of the mistakes does."""
    x = torch.zeros(DRAWS, DIMS, dtype=torch.float64)
    uniform = torch.rand(numbers, generator=generator).double().expand(DRAWS, DIMS)
    for t in range(places):
        p = logits(x)[:, t].sigmoid()
        bits = (uniform[:, t] > p) if above else (uniform[:, t] < p)
        x[:, t] = p if fed else bits.double()
    return (torch.rand(x.shape, generator=generator) < x).long() if fed else x.long()


def one_shot(logits: Logits, generator: torch.Generator) -> Tensor:
    p = logits(torch.zeros(DRAWS, DIMS)).sigmoid()
    return (torch.rand(p.shape, generator=generator) < p).long()


def likelier(logits: Logits, generator: torch.Generator) -> Tensor:
    x = torch.zeros(DRAWS, DIMS, dtype=torch.float64)
    for t in range(DIMS):
        x[:, t] = (logits(x)[:, t] > 0).double()
    return x.long()


MISTAKES: dict[str, Draw] = {
    DRAWN_BIT: lambda logits, g: drawn(logits, g, fed=True),
    ONE_BELOW: lambda logits, g: drawn(logits, g, above=True),
    LAST_DRAWN: lambda logits, g: drawn(logits, g, places=DIMS - 1),
    OWN_NUMBER: lambda logits, g: drawn(logits, g, numbers=(DRAWS, 1)),
    ONE_BY_ONE: one_shot,
    LIKELIER: likelier,
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("seed", range(3))
def test_a_mistake_is_named(name: str, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    logits = network(generator)
    assert mistake([MISTAKES[name](logits, generator)], logits) == name


@pytest.mark.parametrize("seed", range(3))
def test_right_rows_follow_the_law(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    for logits in (network(generator), copy_logits):
        values = drawn(logits, generator)
        assert fit(table_of(logits, DIMS), values, torch.ones_like(values, dtype=torch.bool)).good


def test_numbers_that_all_rows_share_are_named() -> None:
    generator = torch.Generator().manual_seed(0)
    batches = [drawn(copy_logits, generator, numbers=(1, DIMS)) for _ in range(20)]
    assert mistake(batches, copy_logits) == OWN_NUMBER


def test_a_law_is_that_of_the_probabilities_of_rows() -> None:
    table = table_of(copy_logits, 2)
    coin, copy = table.given().softmax(2)
    assert torch.allclose(coin[0], torch.tensor([0.5, 0.5]).double())
    assert copy[0, 0] > 0.9999 and copy[1, 1] > 0.9999
