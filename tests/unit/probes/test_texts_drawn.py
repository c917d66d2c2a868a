"""Texts as sequences, and laws in which some values never come."""

import torch
from torch import Tensor

from autograder.probes.oracles import Hash, Indep, off_grid, values_of
from autograder.probes.order import Grid
from autograder.probes.rows import Rows
from autograder.probes.sampling import DRAWS, fit, likeliest_mistake
from autograder.probes.texts import Texts


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def cut_law() -> Indep:
    """Return a law of three entries of which the last value never comes."""
    table = Indep.drawn(Texts(3, 4), generator(1)).table
    table[:, 3] = -torch.inf
    return Indep(table)


def drawn(law: Indep, heat: float = 1.0) -> Tensor:
    probs = (law.table / heat).softmax(1)
    return torch.multinomial(probs, DRAWS, replacement=True, generator=generator(2)).T


def everything(values: Tensor) -> Tensor:
    return torch.ones_like(values, dtype=torch.bool)


def test_a_token_is_its_own_value() -> None:
    texts = Texts(3, 5)
    tokens = texts.draw(4, generator())
    assert tokens.shape == (4, *texts.shape) and tokens.dtype == texts.dtype == torch.int64
    assert torch.equal(values_of(tokens, texts), tokens)
    assert not off_grid(tokens, texts).any()
    tokens[0, 1], tokens[2, 2] = 5, -1
    assert off_grid(tokens, texts).nonzero().tolist() == [[0, 1], [2, 2]]


def test_values_of_pixels_are_shares_as_before() -> None:
    for layout in (Grid(1, 1, 3, 4), Rows.of(3)):
        values = torch.tensor([[0, 1, 1], [1, 0, 1]])
        samples = layout.samples(values)
        assert layout.scale == layout.num_values - 1 and layout.dtype is None
        assert torch.equal(values_of(samples, layout), values)
        assert not off_grid(samples, layout).any()


def test_a_hash_is_certain_of_texts() -> None:
    texts = Texts(4, 3)
    law = Hash(texts, 5)
    tokens = texts.draw(6, generator())
    chosen = law.logits(tokens).argmax(2)
    assert torch.equal(chosen, law.values(tokens))


def test_what_never_comes_is_no_reason_against_right_draws() -> None:
    law = cut_law()
    values = drawn(law)
    assert fit(law, values, everything(values)).good


def test_what_never_comes_is_told_where_it_does() -> None:
    law = cut_law()
    values = drawn(law)
    values[:40, 0] = 3
    assert not fit(law, values, everything(values)).good


def test_a_temperature_is_named_where_values_never_come() -> None:
    law = cut_law()
    for heat, name in ((0.7, "colder"), (1.5, "warmer")):
        values = drawn(law, heat)
        assert not fit(law, values, everything(values)).good
        assert likeliest_mistake(law, values, everything(values)) == name
