"""Rows as sequences, whatever their order, and laws that are asked for."""

import pytest
import torch

from autograder.probes.oracles import Chain, Hash, Witness
from autograder.probes.order import Grid
from autograder.probes.rows import Rows
from autograder.probes.table import Table


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("order", [(0,), (1, 0), (2, 0, 1), (3, 1, 0, 2, 4)])
def test_rows_and_sequences_are_one_another(order: tuple[int, ...]) -> None:
    rows = Rows(order)
    sequences = rows.draw(6, seeded())
    samples = rows.samples(sequences)
    assert torch.equal(rows.sequences(samples), sequences.double())
    assert all(torch.equal(samples[:, d], sequences[:, t].double()) for t, d in enumerate(order))
    logits = torch.randn((6, rows.size, 2), generator=seeded())
    back = rows.per_entry(rows.model_logits(logits))
    assert torch.allclose(back.log_softmax(2), logits.log_softmax(2), atol=1e-6)


def test_a_drawn_order_is_not_its_own_inverse() -> None:
    for seed in range(20):
        rows = Rows.drawn(3 + seed % 4, seeded(seed))
        assert rows.order != rows.inverse
        assert Rows(rows.inverse).inverse == rows.order
    with pytest.raises(ValueError, match="fewer than 3"):
        Rows.drawn(2, seeded())


@pytest.mark.parametrize("order", [(0, 0), (1, 2), (0, -1)])
def test_what_is_no_order_is_refused(order: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no order"):
        Rows(order)
    with pytest.raises(ValueError, match="num_values is 2"):
        Rows((0, 1), num_values=3)


def test_orders_of_dimensions_have_names() -> None:
    rows = Rows((2, 0, 3, 1))
    entries = {d: t for t, d in enumerate(rows.order)}
    assert rows.named_order([entries[d] for d in range(4)]) == "by number"
    assert rows.named_order([entries[d] for d in rows.inverse]) == "inverse"
    assert rows.named_order([0, 1, 2, 3]) == "" == rows.named_order([3, 0, 1, 2])
    assert Rows.of(3).named_order([0, 1, 2]) == ""


def test_a_witness_of_rows_answers_one_logit_a_dimension() -> None:
    rows = Rows((2, 0, 1))
    law = Hash(rows, 5)
    x = rows.samples(rows.draw(8, seeded())).float()
    logits = Witness(law, rows, 9).answer(x)
    assert logits.shape == (8, 3) and logits.dtype == torch.float32
    assert torch.equal(rows.sequences((logits > 0).long()), law.values(rows.sequences(x).long()))


@pytest.mark.parametrize("grid", [Grid(1, 1, 4, 3), Grid(3, 1, 1), Rows((2, 0, 3, 1))])
def test_a_table_is_the_law_that_was_asked(grid: Grid | Rows) -> None:
    law = Hash(grid, 4)
    table = Table.asked(
        grid, lambda x: law.logits(grid.sequences(x * (grid.num_values - 1)).long())
    )
    sequences = grid.draw(50, seeded())
    assert torch.equal(table.logits(sequences), law.logits(sequences))
    assert table.contexts == grid.num_values ** (grid.size - 1)
    cells = torch.arange(grid.size), table.context(sequences)
    assert torch.equal(table.given()[cells], law.logits(sequences))


def test_a_table_of_a_chain_has_its_pasts_and_is_of_few_entries() -> None:
    grid = Grid(1, 1, 3, 3)
    law = Chain.drawn(grid, seeded())
    table = Table.asked(grid, lambda x: law.logits((grid.sequences(x) * 2).round().long()))
    assert torch.equal(table.logits(grid.draw(9, seeded())), law.logits(grid.draw(9, seeded())))
    with pytest.raises(ValueError, match="too many"):
        Table.asked(Grid(1, 4, 5), lambda x: x)
