"""What texts cost, and what corpora cost for each token or character: with what mistakes answer."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

from .texts import Texts

HIDDEN = True  # never released

LN2 = math.log(2)
# B, T, V and the lengths: none, all, one token; once all equal.
SIZES = (
    (3, 5, 4, (5, 0, 3)),
    (1, 1, 2, (1,)),
    (2, 6, 3, (2, 6)),
    (4, 4, 4, (4, 1, 2, 3)),
    (2, 3, 7, (0, 0)),
)


def nll_of(logits: Tensor, tokens: Tensor, lengths: Tensor) -> Tensor:
    """Return the nats of the tokens that count, float64 (B,)."""
    counts = torch.arange(tokens.shape[1]) < lengths[:, None]
    wide = torch.where(counts[..., None], logits.double(), 0.0)
    picked = torch.where(counts, tokens, 0)[..., None]
    costs = -wide.log_softmax(-1).gather(-1, picked).squeeze(-1)
    return torch.where(counts, costs, 0.0).sum(1)


def drawn_texts(
    ctx: Context,
    size: tuple[int, int, int, tuple[int, ...]],
    dtype: torch.dtype,
    scale: float = 2.0,
) -> Texts:
    """Draw logits, tokens and lengths; `scale`, of the logits."""
    batch, length, values, lengths = size
    logits = scale * ctx.randn(batch, length, values, dtype=dtype) + ctx.randn(
        batch, length, 1, dtype=dtype
    )
    return Texts(logits, ctx.randint(values, batch, length), torch.tensor(lengths))


def nll_slips(logits: Tensor, tokens: Tensor, lengths: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `sequence_nll` answer, where nothing behind the ends is NaN."""
    wide, whole = logits.double(), torch.full_like(lengths, tokens.shape[1])
    raw = -wide.gather(-1, tokens[..., None]).squeeze(-1)
    counts = torch.arange(tokens.shape[1]) < lengths[:, None]
    sums = torch.where(counts, raw, 0).sum(1)
    shares = lengths.clamp(min=1)
    return {
        "Add up over the tokens: this is their mean.": torch.where(
            lengths > 0, want / shares, torch.nan
        ),
        "Add up over the tokens: this is divided by T, whatever the lengths.": want
        / tokens.shape[1],
        "Only the first `lengths` tokens count: here all of them do.": nll_of(
            logits, tokens, whole
        ),
        "Only the first `lengths` tokens count: here one too many does.": nll_of(
            logits, tokens, lengths + 1
        ),
        "Only the first `lengths` tokens count: here one too few does.": nll_of(
            logits, tokens, lengths - 1
        ),
        "A text of no tokens costs 0: here its first token counts.": nll_of(
            logits, tokens, lengths.clamp(min=1)
        ),
        "Logits are not log-probabilities: a log_softmax is missing.": sums,
        "The softmax is taken twice: these are logits once.": nll_of(
            wide.softmax(-1), tokens, lengths
        ),
        "The costs of all texts are added up: one for each text was asked for.": want.sum()
        .expand_as(want)
        .clone(),
        "Logits that were replaced cost log V: leave the places behind the end out.": want
        + (whole - lengths) * math.log(logits.shape[2]),
        "logits[:, t] is for token t itself, not for the one after it.": _shifted(
            wide, tokens, lengths
        ),
        "A softmax over the values of a token, the last dimension: this is over another "
        "one.": _over_places(wide, tokens, counts),
    }


def _shifted(logits: Tensor, tokens: Tensor, lengths: Tensor) -> Tensor:
    """Return what the costs are where logits[:, t] are read for token t + 1."""
    if tokens.shape[1] == 1:
        return torch.full((len(tokens),), torch.nan, dtype=torch.float64)
    return nll_of(logits[:, :-1], tokens[:, 1:], lengths - 1)


def _over_places(logits: Tensor, tokens: Tensor, counts: Tensor) -> Tensor:
    costs = -logits.log_softmax(1).gather(-1, tokens[..., None]).squeeze(-1)
    return torch.where(counts, costs, 0).sum(1)


@dataclass(frozen=True)
class Corpus:
    """What texts cost in nats (B,), and how many tokens or characters they have (B,)."""

    nll: Tensor
    sizes: Tensor


def drawn_corpora(ctx: Context, dtype: torch.dtype) -> Iterator[Corpus]:
    """Draw corpora of unequal texts: few tokens, an empty text, one alone, very many tokens."""
    for sizes, most in (
        ((20, 3, 7), 2.0),
        ((4, 0, 9, 1), 1.5),
        ((6,), 2.0),
        ((9_000, 12_000, 400), 4.0),
        ((2, 1), 9.0),
    ):
        counts = torch.tensor(sizes)
        costs = 0.3 + most * ctx.rand(len(sizes), dtype=torch.float64)
        if len(sizes) > 1:  # the shortest is the dearest, so that texts are no tokens
            costs[counts.argmin()] = 1.5 * most + 0.5
        yield Corpus((costs * counts).to(dtype), counts)


def perplexity_slips(case: Corpus, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `perplexity` answer."""
    nll, sizes = case.nll.double(), case.sizes
    ratio = nll.sum() / sizes.sum()
    each = nll / sizes.clamp(min=1)
    return {
        "Every token counts the same: this is the mean of the texts' own perplexities.": (
            each.exp().mean()
        ),
        "Every token counts the same: this averages nats per token over the texts.": (
            each.mean().exp()
        ),
        "Every token counts the same: this takes the middle one of the texts.": (
            each.median().exp()
        ),
        "Divide by the number of tokens, not by that of the texts.": _finite(nll.mean().exp()),
        "Nats go with exp, bits with 2 to the power of: this mixes them.": 2**ratio,
        "This is the cost of a token: perplexity is its exponential.": ratio,
        "exp of the cost, not of minus the cost.": 1 / want,
        "All nats over all tokens: this divides a mean by the sum.": (ratio / len(nll)).exp(),
        "These are the nats of all tokens together: divide by how many there are.": _finite(
            nll.sum().exp()
        ),
    }


def _finite(number: Tensor) -> Tensor:
    """Return a number, NaN where it is beyond those that can be compared."""
    return torch.where(number < 1e30, number, torch.nan)


def bit_slips(case: Corpus, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `bits_per_character` answer."""
    nll = case.nll.double()
    each = nll / case.sizes.clamp(min=1) / LN2
    return {
        "These are nats: a bit is log 2 of them.": want * LN2,
        "A nat is more than a bit: divide by log 2.": want * LN2**2,
        "Every character counts the same: this averages over the texts.": each.mean(),
        "All bits over all characters: this divides by the number of texts.": nll.mean() / LN2,
        "All bits over all characters: this divides a mean by the sum.": want / len(nll),
        "This is a perplexity: bits were asked for.": (want * LN2).exp(),
        "These are the bits of the whole corpus: divide by its characters.": nll.sum() / LN2,
        "This adds up over the texts: all bits over all characters.": each.sum(),
    }
