"""Numbers that visible checks of `sampling` hold are those of the references and of simulations."""

import torch

from assignments.sequences.checks.for_sampling import by_hand, picture
from assignments.sequences.checks.for_sampling.adjusted_cases import adjust_slips
from assignments.sequences.checks.for_sampling.beams import STYLES, Case, searched
from assignments.sequences.checks.for_sampling.laws import adjusted
from assignments.sequences.checks.for_sampling.readings import WRONG_READINGS, model_of, walked
from autograder.checking.slips import Slips, evaluated
from solutions.sequences import sampling
from tests.support.numbers import same

MODEL = model_of(by_hand.TABLE, by_hand.LAYOUT)
NOTHING = torch.zeros(0, dtype=torch.int64)


def finite(numbers: torch.Tensor) -> torch.Tensor:
    return numbers.double().where(numbers > -torch.inf, -99.0)


def test_adjusted_logits() -> None:
    cases: list[tuple[torch.Tensor, Slips, float, int | None]] = [
        (by_hand.PLAIN, by_hand.PLAIN_SLIPS, 1.0, None),
        (by_hand.WARM, by_hand.WARM_SLIPS, 2.0, None),
        (by_hand.TWO, by_hand.TWO_SLIPS, 1.0, 2),
    ]
    for want, held, temperature, top_k in cases:
        same(finite(want), finite(sampling.adjust(by_hand.LOGITS, temperature, top_k)))
        same(finite(want), finite(adjusted(by_hand.LOGITS, temperature, top_k)))
        found = adjust_slips(by_hand.LOGITS, temperature, top_k, want.double())
        answers = evaluated(held, want, want, (), {})
        shared = set(answers) & set(found)
        assert len(shared) >= 1
        for told in shared:
            same(finite(answers[told]), finite(found[told]))


def test_texts_that_grow_greedily() -> None:
    for prefix, want in ((by_hand.NOTHING, by_hand.GROWN), (by_hand.PREFIX, by_hand.FROM_PREFIX)):
        assert torch.equal(walked(MODEL, prefix, 3), want)
        assert torch.equal(sampling.greedy(MODEL, prefix, 3), want)
    answers = evaluated(by_hand.GREEDY_SLIPS, by_hand.FROM_PREFIX, by_hand.FROM_PREFIX, (), {})
    shared = set(answers) & set(WRONG_READINGS)
    assert len(shared) == len(answers) - 1  # the least probable is no reading
    for told in shared:
        assert torch.equal(answers[told], walked(MODEL, by_hand.PREFIX, 3, WRONG_READINGS[told]))


def test_a_beam_of_two() -> None:
    tokens, scores = sampling.beam_search(MODEL, NOTHING, 3, 2)
    assert torch.equal(tokens, by_hand.BEAMS)
    same(scores, by_hand.BEAM_LOG_PROBS)
    answers = evaluated(by_hand.TOKEN_SLIPS, by_hand.BEAMS, by_hand.BEAMS, (), {})
    shared = set(answers) & set(STYLES)
    assert len(shared) >= 6
    for told in shared:
        found = searched(MODEL, NOTHING, 3, 2, STYLES[told])
        assert torch.equal(found.tokens, answers[told])


def test_greedy_search_finds_a_text_that_is_less_probable() -> None:
    greedy = tuple(by_hand.GROWN[0].tolist())
    best = tuple(by_hand.BEAMS[0].tolist())
    assert by_hand.cost_of(greedy) < by_hand.cost_of(best)
    case = Case(by_hand.LAYOUT, by_hand.TABLE, NOTHING, 27)
    found = case.search()
    for text, score in zip(found.tokens.tolist(), found.scores.tolist(), strict=True):
        assert abs(by_hand.cost_of(tuple(text)) - score) < 1e-6


def test_what_the_tree_keeps() -> None:
    kept = set()
    for length in (1, 2, 3):
        found = searched(MODEL, NOTHING, length, 2)
        kept |= {tuple(row) for row in found.tokens.tolist()}
    assert kept == picture.DUE


def test_a_right_search_is_drawn_without_a_cross() -> None:
    drawn = picture.drawn_beams(by_hand.BEAMS)
    assert "×" not in drawn.caption and "○" not in drawn.caption
    other = picture.drawn_beams(torch.tensor([[1, 2, 2], [0, 1, 2]]))
    assert "Not due: abc. Missing: bcb." in other.alt
