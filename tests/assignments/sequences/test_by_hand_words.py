"""Numbers that visible checks of `embedding` and `window` hold are those of the references."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from assignments.sequences.checks.for_embedding import by_hand as words
from assignments.sequences.checks.for_embedding.cut import BEST_CUTS, MISTAKES
from assignments.sequences.checks.for_embedding.queries import Query
from assignments.sequences.checks.for_embedding.vectors import (
    cosine_slips,
    embed_slips,
    exact_cosine,
)
from assignments.sequences.checks.for_embedding.words import (
    CASE,
    OTHER_ORDER,
    SHORT_ONLY,
    SINGLE,
    STRIPPED,
)
from assignments.sequences.checks.for_window import by_hand, picture
from assignments.sequences.checks.for_window.cases import logit_slips, windows_slips
from assignments.sequences.checks.for_window.costs import (
    Corpus,
    bit_slips,
    nll_slips,
    perplexity_slips,
)
from autograder.checking.slips import Slips, evaluated
from solutions.sequences import embedding, window
from tests.support.numbers import same

HELD: dict[str, tuple[Slips, Tensor, Slips]] = {
    "embed": (words.EMBED_SLIPS, words.EMBEDDED, embed_slips),
    "cosine": (words.COSINE_SLIPS, words.COSINES, cosine_slips),
    "windows": (by_hand.WINDOW_SLIPS, by_hand.WINDOWS, windows_slips),
    "logits": (by_hand.LOGIT_SLIPS, by_hand.LOGITS, logit_slips),
    "nll": (by_hand.NLL_SLIPS, by_hand.NLL, nll_slips),
}
GIVEN: dict[str, tuple[Any, ...]] = {
    "embed": (words.TOKENS, words.TABLE),
    "cosine": (words.ONE, words.OTHERS),
    "windows": (by_hand.TEXT, by_hand.SIZE, by_hand.PAD),
    "logits": by_hand.NETWORK,
    "nll": (by_hand.SCORES, by_hand.TOKENS, by_hand.COUNTS),
}


@pytest.mark.parametrize("name", HELD)
def test_what_mistakes_answer_is_what_the_hidden_formulas_say(name: str) -> None:
    held, want, formulas = HELD[name]
    got = torch.zeros_like(want)
    mine = evaluated(held, got, want, (), {})
    found = evaluated(
        formulas, got, want.double() if want.is_floating_point() else want, GIVEN[name], {}
    )
    shared = set(mine) & set(found)
    assert len(shared) >= 3
    for told in shared:
        known = ~mine[told].isnan()
        same(mine[told][known], found[told].expand(want.shape)[known])


def test_right_answers_are_those_of_the_references() -> None:
    same(words.EMBEDDED, embedding.embed(words.TOKENS, words.TABLE))
    same(words.COSINES, embedding.cosine(words.ONE, words.OTHERS))
    same(words.COSINES, exact_cosine(words.ONE, words.OTHERS))
    same(words.NEAREST, embedding.nearest(words.ROWS, words.QUERY, 2))
    same(words.WITHOUT, embedding.nearest(words.ROWS, words.QUERY, 2, (0,)))
    three = words.MAN, words.KING, words.WOMAN
    assert embedding.analogy(words.WORDS, *three) == words.QUEEN
    assert embedding.encode(words.TEXT, words.PIECES) == words.ENCODED
    same(by_hand.WINDOWS, window.windows(by_hand.TEXT, by_hand.SIZE, by_hand.PAD))
    same(by_hand.LOGITS, window.window_logits(*by_hand.NETWORK))
    same(by_hand.NLL, window.sequence_nll(by_hand.SCORES, by_hand.TOKENS, by_hand.COUNTS))
    same(by_hand.NLL, window.sequence_nll(by_hand.POISONED, by_hand.CUT_OFF, by_hand.COUNTS))
    same(by_hand.PERPLEXITY, window.perplexity(by_hand.CORPUS, by_hand.LENGTHS))
    same(by_hand.BITS, window.bits_per_character(by_hand.NATS, by_hand.CHARACTERS))


def test_the_king_is_nearest_where_he_is_not_left_out() -> None:
    unit = words.WORDS / words.WORDS.norm(dim=1, keepdim=True)
    walked = unit[words.KING] - unit[words.MAN] + unit[words.WOMAN]
    assert int(exact_cosine(unit, walked).argmax()) == words.KING
    other = unit[words.MAN] - unit[words.KING] + unit[words.WOMAN]
    raw = words.WORDS[words.KING] - words.WORDS[words.MAN] + words.WORDS[words.WOMAN]
    for target, word in ((other, words.CHILD), (raw, words.CROWN)):
        scores = exact_cosine(words.WORDS, target)
        scores[[words.MAN, words.KING, words.WOMAN]] = -2
        assert int(scores.argmax()) == word


def test_what_mistakes_find_nearest() -> None:
    for want, held, exclude in (
        (words.NEAREST, words.NEAREST_SLIPS, ()),
        (words.WITHOUT, words.WITHOUT_SLIPS, (0,)),
    ):
        found = Query(words.ROWS, words.QUERY, 2, exclude).slips()
        answers = _evaluated(held, want)
        assert len(set(answers) & set(found)) >= 2
        for told, answer in answers.items():
            assert not torch.equal(answer, want)
            if told in found:
                assert torch.equal(answer, found[told])


def _evaluated(held: Slips, want: torch.Tensor) -> dict[str, torch.Tensor]:
    return evaluated(held, want, want, (), {})


def test_the_cuts_of_unhappy() -> None:
    for told, cut in MISTAKES.items():
        if told not in (SINGLE, OTHER_ORDER, STRIPPED, CASE, SHORT_ONLY):
            assert cut(words.TEXT, words.PIECES) == words.CUTS[told]
    for cut in BEST_CUTS:
        assert cut(words.TEXT, words.PIECES) == words.CUTS[words.BEST_CUT]


def test_what_corpora_cost() -> None:
    for held, want, found in (
        (
            by_hand.PERPLEXITY_SLIPS,
            by_hand.PERPLEXITY,
            perplexity_slips(Corpus(by_hand.CORPUS, by_hand.LENGTHS), by_hand.PERPLEXITY.double()),
        ),
        (
            by_hand.BIT_SLIPS,
            by_hand.BITS,
            bit_slips(Corpus(by_hand.NATS, by_hand.CHARACTERS), by_hand.BITS.double()),
        ),
    ):
        answers = _evaluated(held, want)
        assert len(set(answers) & set(found)) >= 5
        for told in set(answers) & set(found):
            same(answers[told], found[told])


def test_the_dice_of_the_picture() -> None:
    corpora = (picture.FAIR, picture.COIN, (by_hand.CORPUS, by_hand.LENGTHS))
    for one, due in zip(corpora, picture.DUE, strict=True):
        assert float(window.perplexity(*one)) == pytest.approx(due, rel=1e-5)
    assert math.isclose(picture.DUE[1], 0.9**-0.9 * 0.1**-0.1, rel_tol=1e-6)
