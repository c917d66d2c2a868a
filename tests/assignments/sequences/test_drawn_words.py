"""Hidden cases of `embedding`, `window` and `sampling`: never degenerate, whatever the secret."""

import pytest
import torch

from assignments.sequences.checks.for_embedding.analogies import analogy_slips, drawn_analogies
from assignments.sequences.checks.for_embedding.cut import (
    drawn_pieces,
    in_other_orders,
    longest,
    stuck,
)
from assignments.sequences.checks.for_embedding.pulled import embed_pulled
from assignments.sequences.checks.for_embedding.queries import QUERIES, drawn_query
from assignments.sequences.checks.for_embedding.vectors import (
    TINY_LENGTHS,
    drawn_pairs,
    is_epsilon,
)
from assignments.sequences.checks.for_sampling.adjusted_cases import drawn_adjusted
from assignments.sequences.checks.for_sampling.beams import CLEAR, SIZES, STYLES, drawn_beams
from assignments.sequences.checks.for_sampling.grown import (
    GREEDY_SIZES,
    HASHED,
    drawn_greedy,
    drawn_hashed,
)
from assignments.sequences.checks.for_sampling.many import drawn_drawings
from assignments.sequences.checks.for_window.costs import drawn_corpora
from autograder.checking.check import Context
from solutions.sequences import embedding, sampling
from tests.conftest import ROOT

SECRETS = pytest.mark.parametrize("seed", range(12))


def context(seed: int) -> Context:
    return Context({}, ROOT, seed)


@SECRETS
def test_no_usual_mistake_finds_the_nearest_rows_of_all_tables(seed: int) -> None:
    ctx = context(seed)
    cases = [drawn_query(ctx, size, torch.float32) for size in QUERIES]
    for case in cases:
        found = embedding.nearest(case.table, case.query, case.k, case.exclude)
        assert torch.equal(found, case.want)
    for told in cases[-1].slips():
        wrong = [case.slips()[told] for case in cases if told in case.slips()]
        due = [case.want for case in cases if told in case.slips()]
        assert any(not torch.equal(one, two) for one, two in zip(wrong, due, strict=True)), told


@SECRETS
def test_no_usual_mistake_finds_all_words(seed: int) -> None:
    cases = drawn_analogies(context(seed), torch.float32)
    want = torch.tensor([float(case.want) for case in cases], dtype=torch.float64)
    found = [embedding.analogy(case.table, case.a, case.b, case.c) for case in cases]
    assert found == want.long().tolist()
    answers = list(analogy_slips(cases).values())
    for answer in answers:
        assert int((answer != want).sum()) >= 1
    pairs = [
        (one, two) for n, one in enumerate(answers) for two in answers[:n] if torch.equal(one, two)
    ]
    assert len(pairs) <= 1  # of mistakes that are told apart


@SECRETS
def test_every_cut_is_told_from_the_right_one(seed: int) -> None:
    ctx = context(seed)
    for case in in_other_orders(ctx, drawn_pieces(ctx)):
        assert case.is_hard
        for text, tokens in zip(case.texts, case.want(), strict=True):
            assert "".join(case.pieces[token] for token in tokens) == text
            assert embedding.encode(text, list(case.pieces)) == tokens
    for text, pieces in stuck(ctx):
        assert longest(text, pieces) is None
        with pytest.raises(ValueError, match="no piece fits"):
            embedding.encode(text, pieces)


@SECRETS
def test_an_epsilon_shows_in_short_vectors_and_right_cosines_bear_none(seed: int) -> None:
    ctx = context(seed)
    for dtype in (torch.float32, torch.float64):
        for a, b in drawn_pairs(ctx, dtype, *TINY_LENGTHS[0]):
            assert float(a.norm(dim=-1).min()) >= 1e-6
            below = a.norm(dim=-1) * b.norm(dim=-1) + 1e-8
            got = (a * b).sum(-1) / below
            assert is_epsilon(a, b, got)
            assert float((got - embedding.cosine(a, b)).abs().max()) > 1e-3


@SECRETS
def test_mistakes_of_a_gradient_are_told_apart(seed: int) -> None:
    case = embed_pulled(context(seed), torch.tensor([[2, 0, 2], [2, 1, 0]]))
    answers = [case.want, *case.slips().values()]
    for n, one in enumerate(answers):
        assert all(float((one - other).abs().max()) > 1e-6 for other in answers[:n])


@SECRETS
def test_no_corpus_hides_the_mean_of_its_texts(seed: int) -> None:
    for case in drawn_corpora(context(seed), torch.float64):
        if len(case.sizes) > 1:
            rates = case.nll / case.sizes.clamp(min=1)
            assert float((rates.mean() - case.nll.sum() / case.sizes.sum()).abs()) > 0.05


@SECRETS
def test_adjusted_laws_have_no_ties(seed: int) -> None:
    for scale in (2.0, 2e3):
        for case in drawn_adjusted(context(seed), torch.float32, scale):
            gaps = case.logits.sort(-1).values.diff(dim=-1)
            assert float(gaps.min()) > 0.04 * scale
            assert float(case.logits.abs().max()) <= 1e4
            found = sampling.adjust(case.logits, case.temperature, case.top_k)
            assert torch.equal(found > -torch.inf, case.want > -torch.inf)


@SECRETS
def test_texts_grow_clearly_and_mistakes_grow_others(seed: int) -> None:
    ctx = context(seed)
    for draw, sizes in ((drawn_greedy, GREEDY_SIZES), (drawn_hashed, HASHED)):
        cases = [draw(ctx, *size) for size in sizes]
        for case in cases:
            length = case.layout.size
            assert torch.equal(sampling.greedy(case.model, case.prefix, length), case.want)
        for told in cases[0].slips():
            assert any(not torch.equal(case.slips()[told], case.want) for case in cases), told


@SECRETS
def test_beams_are_clear_and_mistakes_find_others(seed: int) -> None:
    cases = drawn_beams(context(seed))
    assert len(cases) == len(SIZES)
    for case in cases:
        found = case.search()
        assert found.gap > CLEAR
        tokens, scores = sampling.beam_search(case.model, case.prefix, case.layout.size, case.width)
        assert torch.equal(tokens, found.tokens)
        torch.testing.assert_close(scores, found.scores)
    for told, style in STYLES.items():
        assert any(
            not torch.equal(case.search(style).tokens, case.search().tokens) for case in cases
        ), told


@SECRETS
def test_laws_of_mistakes_are_laws_and_other_ones(seed: int) -> None:
    drawings = drawn_drawings(context(seed))
    for drawing in drawings:
        begun = torch.ones(drawing.layout.num_values**drawing.prefix, dtype=torch.float64)
        right, wrong = drawing.laws(begun)
        assert float(right.sum()) == pytest.approx(1)
        assert all(float(one.sum()) == pytest.approx(1) for one in wrong.values())
        apart = [told for told, one in wrong.items() if float((one - right).abs().sum()) > 0.02]
        # Of a text of one token all readings are one: it is asked for its many values.
        assert len(apart) >= (6 if drawing.layout.size > 1 else 2)
