"""`sequences/sampling` against laws enumerated, a model that logs its calls, and full search."""

import math

import pytest
import torch
from torch import Tensor

from solutions.sequences.sampling import adjust, beam_search, generate, greedy
from tests.assignments.density.facts import DTYPES, randn, require_generator, seeded
from tests.assignments.foundations.facts import kept
from tests.assignments.sequences.facts import all_texts, drawn_model, log_probs

NOTHING = torch.zeros(0, dtype=torch.int64)


@DTYPES
@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("top_k", [None, 1, 2, 5, 9])
def test_a_law_is_cut_and_bent(temperature: float, top_k: int | None, dtype: torch.dtype) -> None:
    logits = randn(3, 2, 5, dtype=dtype)
    with kept(logits):
        found = adjust(logits, temperature, top_k)
    assert found.dtype == dtype
    for row, logs in zip(logits.view(-1, 5), found.view(-1, 5), strict=True):
        best = row.sort(descending=True).indices[: top_k or 5]
        want = torch.zeros(5, dtype=dtype)
        want[best] = (row[best].exp() ** (1 / temperature)) / (
            row[best].exp() ** (1 / temperature)
        ).sum()
        torch.testing.assert_close(logs.exp(), want)
        assert (logs[want == 0] == -math.inf).all()


@DTYPES
def test_logits_of_ten_thousand_and_what_is_refused(dtype: torch.dtype) -> None:
    logits = torch.tensor([1e4, 1e4 - 1, -1e4], dtype=dtype)
    want = torch.tensor([0, -2, -4e4], dtype=dtype) - math.log1p(math.exp(-2))
    torch.testing.assert_close(adjust(logits, 0.5), want)
    for temperature, top_k in ((0.0, None), (-1.0, None), (1.0, 0), (1.0, -3)):
        with pytest.raises(ValueError, match="must be"):
            adjust(logits, temperature, top_k)


@pytest.mark.parametrize("options", [{}, {"temperature": 0.5}, {"temperature": 2.0, "top_k": 2}])
@pytest.mark.parametrize("start", [[], [2, 0]])
def test_shares_are_those_of_the_law(options: dict[str, float], start: list[int]) -> None:
    model, length = drawn_model(3, seed=4), 2 + len(start)
    prefix = torch.tensor([start] * 20_000, dtype=torch.int64)
    texts = generate(model, prefix, length, generator=seeded(1), **options)  # type: ignore[arg-type]
    assert texts.shape == (20_000, length) and texts.dtype == torch.int64
    assert torch.equal(texts[:, : len(start)], prefix)
    every = torch.cat(
        [torch.tensor([start] * 9, dtype=torch.int64).view(9, -1), all_texts(3, 2)], 1
    )
    laws = adjust(model(every), **options)  # type: ignore[arg-type]
    law = laws.gather(-1, every[..., None]).squeeze(-1)[:, len(start) :].sum(1).exp()
    new = texts[:, len(start) :]
    shares = torch.bincount(3 * new[:, 0] + new[:, 1], minlength=9) / len(texts)
    # The seed is fixed, so this holds always or never; 0.004 is about the standard deviation.
    assert (shares - law).abs().max() < 0.02 and not shares[law == 0].any()


def test_randomness_comes_from_the_generator() -> None:
    model, prefix = drawn_model(4), torch.zeros(50, 1, dtype=torch.int64)
    require_generator(lambda generator: generate(model, prefix, 6, generator=generator))


@pytest.mark.parametrize("start", [[], [1], [1, 3, 2]])
def test_the_greedy_text_is_that_of_steps(start: list[int]) -> None:
    calls: list[Tensor] = []
    model, prefix = drawn_model(4, calls=calls), torch.tensor([start] * 2, dtype=torch.int64)
    with kept(prefix):
        text = greedy(model, prefix, 5)[0].tolist()
    assert len(calls) <= 5 and text[: len(start)] == start
    for t in range(len(start), 5):
        logits = model(torch.tensor([text]))[0, t]
        assert text[t] == logits.argmax()
    assert torch.equal(greedy(model, prefix, len(start)), prefix)


@pytest.mark.parametrize("start", [[], [2]])
def test_a_beam_wide_enough_finds_all_texts_in_their_order(start: list[int]) -> None:
    model = drawn_model(3, seed=2)
    every = torch.cat([torch.tensor([start] * 27).view(27, -1), all_texts(3, 3)], 1).long()
    logs = log_probs(model, every)[:, len(start) :].sum(1)
    texts, found = beam_search(model, torch.tensor(start).long(), 3 + len(start), 27)
    order = logs.argsort(descending=True)
    assert torch.equal(texts, every[order]) and found.dtype == torch.float64
    torch.testing.assert_close(found, logs[order])
    assert len(beam_search(model, torch.tensor(start).long(), 3 + len(start), 99)[0]) == 27


@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_a_narrow_beam_keeps_the_best_of_all_continuations(width: int) -> None:
    calls: list[Tensor] = []
    model = drawn_model(4, seed=3, calls=calls)
    texts, found = beam_search(model, NOTHING, 5, width)
    assert len(calls) <= 5
    kept_texts: list[tuple[float, list[int]]] = [(0.0, [])]
    for t in range(5):
        grown = []
        for total, text in kept_texts:
            logs = model(torch.tensor([[*text, 0]]))[0, t].log_softmax(0).tolist()
            grown += [(total + log, [*text, token]) for token, log in enumerate(logs)]
        kept_texts = sorted(grown, reverse=True)[:width]
    assert texts.tolist() == [text for _, text in kept_texts]
    torch.testing.assert_close(found, torch.tensor([t for t, _ in kept_texts]).double())
    if width == 1:
        assert torch.equal(texts, greedy(model, NOTHING[None], 5))
