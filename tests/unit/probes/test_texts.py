"""Probes of texts: secret chains, every replacement, texts cut off, swapped tokens."""

from dataclasses import dataclass
from itertools import product

import pytest
import torch
from torch import Tensor

from autograder.probes.causality import Interventions
from autograder.probes.cut import cut
from autograder.probes.letters import LetterChain
from autograder.probes.order import Grid
from autograder.probes.replaced import every_replacement, is_small, replaced
from autograder.probes.swapped import swapped

F64 = torch.float64
GRID = Grid(1, 1, 5, 4)


def draw(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@dataclass(frozen=True)
class Seer:
    """A model whose output s is shifted by what it sees: `weights` (n, n), row s, of values.

    With `length`, also by how many entries there are.
    """

    weights: Tensor
    length: bool = False

    def log_probs(self, x: Tensor) -> Tensor:
        size = x.shape[-1]
        values = (x.flatten(1) * (GRID.num_values - 1)).double()
        seen = (values.unsqueeze(1) * self.weights[:size, :size]).sum(2).sin() + self.length * size
        values_of = torch.arange(GRID.num_values, dtype=F64).view(1, -1, 1)
        return (values_of * seen.unsqueeze(1)).log_softmax(1).view(len(x), -1, 1, 1, size)


LOWER = torch.ones(5, 5, dtype=F64).tril(-1) * torch.arange(1, 6, dtype=F64)


@pytest.mark.parametrize("letters", [2, 3])
def test_a_chain_is_what_all_its_texts_say(letters: int) -> None:
    chain = LetterChain.drawn(letters, draw(letters))
    texts = torch.tensor(list(product(range(letters), repeat=5)))
    nats = chain.log_prob(texts)
    assert nats.exp().sum().item() == pytest.approx(1, abs=1e-12)
    assert chain.entropy(5) == pytest.approx(-(nats.exp() * nats).sum().item(), abs=1e-12)
    assert chain.num_letters == letters


def test_a_letter_alone_explains_less() -> None:
    """By all texts: the entropy of letter t given letter t - 1, added up."""
    chain = LetterChain.drawn(3, draw(5))
    texts = torch.tensor(list(product(range(3), repeat=4)))
    p, total = chain.log_prob(texts).exp(), 0.0
    for t in range(4):
        pair, one = torch.zeros(3, 3, dtype=F64), torch.zeros(3, dtype=F64)
        before = texts[:, t - 1] if t else torch.zeros_like(texts[:, 0])
        pair.index_put_((before, texts[:, t]), p, accumulate=True)
        one.index_add_(0, before, p)
        total -= (pair * (pair / one.unsqueeze(1)).log()).nan_to_num(0.0).sum().item()
    assert chain.best_pair_entropy(4) == pytest.approx(total, abs=1e-12)
    assert chain.entropy(4) < total


def test_texts_follow_the_chain() -> None:
    chain = LetterChain.drawn(6, draw())
    nats = chain.log_prob(chain.sample(4000, 12, draw(1)))
    # The mean of 4,000 texts of some three nats' spread: five standard errors.
    assert nats.mean().item() == pytest.approx(-chain.entropy(12), abs=5 * nats.std().item() / 63)


def test_every_replacement_is_made_once() -> None:
    base = torch.tensor([0, 3, 1, 2, 0])
    rows = every_replacement(GRID, base)
    assert rows.shape == (15, 5)
    assert ((rows != base).sum(1) == 1).all() and len({tuple(row) for row in rows.tolist()}) == 15


def test_replacements_show_what_sees_what() -> None:
    leaky = LOWER.clone()
    leaky[2, 3] = 0.7
    for weights, worst in ((LOWER, None), (leaky, (3, 2))):
        found = replaced(Seer(weights), GRID, GRID.draw(2, draw()), F64)
        assert torch.equal(found.moved > 1e-9, weights != 0)
        moved = found.interventions
        assert moved.causal is (worst is None)
        assert worst is None or moved.worst == worst


def test_replacements_are_for_small_data() -> None:
    assert is_small(Grid(1, 1, 8, 5)) and not is_small(Grid(1, 1, 24, 7))


def test_interventions_unite() -> None:
    one = Interventions(torch.tensor([[0.0, 0.2], [0.0, 0.0]]), 0.1)
    other = Interventions(torch.tensor([[0.3, 0.1], [0.0, 0.0]]), 0.05)
    both = one.united(other)
    assert torch.equal(both.moved, torch.tensor([[0.3, 0.2], [0.0, 0.0]])) and both.tolerance == 0.1


def test_what_depends_on_the_length_is_found_by_cutting() -> None:
    for length, same in ((False, True), (True, False)):
        model = Seer(LOWER, length)
        assert cut(dict.fromkeys(range(1, 6), model).__getitem__, GRID, draw(), F64).same is same


def test_swapped_entries_matter_where_weights_differ() -> None:
    assert swapped([Seer(LOWER)], GRID, draw(), F64).missed is None
    alike = LOWER.clone()
    alike[4, 1] = alike[4, 2]
    s, i, j = swapped([Seer(alike)], GRID, draw(), F64).missed or (0, 0, 0)
    assert (s, i, j) == (4, 1, 2)
    # Where another initialisation tells them, it does.
    assert swapped([Seer(alike), Seer(LOWER)], GRID, draw(), F64).missed is None
