"""Laws of a few entries as tables, and which of several explains draws."""

import pytest
import torch
from torch import Tensor

from autograder.probes.joint import codes_of, counts_of, excess, likeliest
from autograder.probes.sampling import fit
from autograder.probes.table import Table

DRAWS = 6_000


def joint(seed: int, size: int = 3, values: int = 3) -> Tensor:
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn((values,) * size, generator=draw, dtype=torch.float64)
    return logits.flatten().softmax(0).view((values,) * size)


def drawn(law: Tensor, seed: int, count: int = DRAWS) -> Tensor:
    draw = torch.Generator().manual_seed(seed)
    codes = torch.multinomial(law.flatten(), count, replacement=True, generator=draw)
    size, values = law.ndim, law.shape[0]
    return codes.unsqueeze(1) // values ** torch.arange(size - 1, -1, -1) % values


def test_a_table_has_the_conditionals_of_its_joint_law() -> None:
    law = joint(0)
    table = Table.of_joint(law)
    every = drawn(torch.ones(3, 3, 3), 0, 400)
    log_probs = table.logits(every).log_softmax(2).gather(2, every.unsqueeze(2)).squeeze(2).sum(1)
    assert torch.allclose(log_probs.exp(), law.flatten()[codes_of(every, 3)])


def test_what_follows_a_past_that_never_comes_is_uniform() -> None:
    law = torch.tensor([[0.0, 0.0], [0.25, 0.75]])
    given = Table.of_joint(law).given().exp()
    assert torch.allclose(given[1], torch.tensor([[0.5, 0.5], [0.25, 0.75]]).double())


def test_axes_of_a_joint_law_are_equally_long() -> None:
    with pytest.raises(ValueError, match="as many values on each axis"):
        Table.of_joint(torch.ones(2, 3) / 6)


@pytest.mark.parametrize("seed", range(10))
def test_draws_fit_their_own_law_alone(seed: int) -> None:
    law = joint(seed)
    sequences = drawn(law, seed)
    free = torch.ones_like(sequences, dtype=torch.bool)
    assert fit(Table.of_joint(law), sequences, free).good
    assert not fit(Table.of_joint(joint(seed + 100)), sequences, free).good


def test_the_law_that_draws_come_from_is_named() -> None:
    right, other, third = joint(1), joint(2), joint(3)
    counts = counts_of(drawn(other, 5), 3)
    assert likeliest(counts, right, {"other": other, "third": third}) == "other"
    assert likeliest(counts, right, {"third": third}) == ""
    assert likeliest(counts, right, {}) == ""


def test_what_never_may_come_costs_infinitely_much() -> None:
    law = torch.tensor([0.0, 1.0])
    assert excess(torch.tensor([1.0, 5.0]), law) == torch.inf
    assert excess(torch.tensor([0.0, 5.0]), law) == 0
