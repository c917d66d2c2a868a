"""`sequences/window` against loops, poison behind the ends of texts, and enumeration."""

import math

import pytest
import torch

from solutions.sequences.window import (
    bits_per_character,
    perplexity,
    sequence_nll,
    window_logits,
    windows,
)
from tests.assignments.density.facts import DTYPES, randn
from tests.assignments.foundations.facts import kept
from tests.assignments.sequences.facts import all_texts, drawn_model


@pytest.mark.parametrize("size", [1, 2, 5, 9])
def test_windows_are_those_of_a_loop(size: int) -> None:
    tokens = torch.arange(1, 13).view(2, 6)
    with kept(tokens):
        found = windows(tokens, size, pad=77)
    assert found.shape == (2, 6, size) and found.dtype == torch.int64
    for b in range(2):
        for t in range(6):
            want = [int(tokens[b, s]) if s >= 0 else 77 for s in range(t - size, t)]
            assert found[b, t].tolist() == want
    found[0, 0, 0] = 5  # its entries are its own
    assert (found == 5).sum() == 1 + (windows(tokens, size, 77) == 5).sum()


@DTYPES
@pytest.mark.parametrize("lead", [(), (3,), (2, 4)])
def test_logits_are_those_of_the_slide(lead: tuple[int, ...], dtype: torch.dtype) -> None:
    contexts = torch.randint(6, (*lead, 3), generator=torch.Generator().manual_seed(0))
    table, weight, bias = (
        randn(*s, seed=i, dtype=dtype) for i, s in enumerate([(6, 2), (4, 6), (4,)])
    )
    u, b2 = randn(5, 4, seed=4, dtype=dtype), randn(5, seed=5, dtype=dtype)
    found = window_logits(contexts, table, weight, bias, u, b2)
    assert found.shape == (*lead, 5) and found.dtype == dtype
    for context, logits in zip(contexts.view(-1, 3), found.view(-1, 5), strict=True):
        e = torch.cat([table[token] for token in context])
        torch.testing.assert_close(logits, u @ torch.tanh(weight @ e + bias) + b2)


def test_probabilities_of_all_texts_sum_to_one() -> None:
    texts = all_texts(3, 4)
    nll = sequence_nll(drawn_model(3)(texts), texts, torch.full((81,), 4))
    torch.testing.assert_close(nll.neg().exp().sum().item(), 1.0)


@DTYPES
def test_what_stands_behind_the_end_matters_to_nothing(dtype: torch.dtype) -> None:
    lengths, tokens = torch.tensor([3, 0, 4, 1]), torch.tensor([[0, 2, 1, 1]] * 4)
    clean = randn(4, 4, 3, dtype=dtype)
    behind = torch.arange(4) >= lengths[:, None]
    poisoned = clean.masked_fill(behind[..., None], math.nan).requires_grad_()
    found = sequence_nll(poisoned, tokens.masked_fill(behind, -1), lengths)
    logs = clean.log_softmax(-1)
    want = torch.stack(
        [-logs[b, range(n), tokens[b, :n]].sum() for b, n in enumerate(lengths.tolist())]
    )
    torch.testing.assert_close(found.detach(), want)
    (gradient,) = torch.autograd.grad(found.sum(), poisoned)
    assert gradient.isfinite().all() and not gradient[behind].any()
    assert gradient[~behind].abs().min() > 0


@DTYPES
def test_logits_of_ten_thousand(dtype: torch.dtype) -> None:
    logits = torch.tensor([[[1e4, -1e4], [-1e4, 1e4]]], dtype=dtype)
    found = sequence_nll(logits, torch.tensor([[0, 0]]), torch.tensor([2]))
    torch.testing.assert_close(found, torch.tensor([2e4], dtype=dtype))


@DTYPES
def test_a_corpus_is_not_the_mean_of_its_texts(dtype: torch.dtype) -> None:
    nll, lengths = torch.tensor([2.0, 30], dtype=dtype), torch.tensor([20, 3])
    assert perplexity(nll, lengths).item() == pytest.approx(math.exp(32 / 23), rel=1e-6)
    assert bits_per_character(nll, lengths).item() == pytest.approx(32 / 23 / math.log(2))
    assert {perplexity(nll, lengths).dtype, bits_per_character(nll, lengths).dtype} == {dtype}
    die = torch.full((40,), 300 * math.log(6), dtype=dtype)  # products would overflow
    assert perplexity(die, torch.full((40,), 300)).item() == pytest.approx(6, rel=1e-4)
