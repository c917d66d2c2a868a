"""What a Seq2Seq makes of its source: of padding nothing, of every true token something."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel
from autograder.checking.student import Expect, Failed, Student
from autograder.probes.coverage import FLIP, FLIP_SINGLE
from autograder.probes.model import distance, tolerance
from autograder.text.i18n import listed, said

from .model import SEQ2SEQ, SOURCES, plan_of

HIDDEN = True  # never released

LENGTHS = (3, 1, 4, 2, 5, 3, 1, 2)  # of the sources of one batch, in places
PLACES, TARGET, VALUES = 6, 4, 4
MORE = 3  # columns by which a batch is lengthened
BIRTHS = 3  # initialisations over which it is united what matters

REPLACED = said(
    "What stands at places ≥ lengths changes the logits: it is padding. Mask it in the attention, "
    "and let no state, mean or maximum read it."
)
AMOUNT = said(
    "How many places of padding there are changes the logits. Look for a mean over all S places, "
    "for the state of the last place, for places counted from the end, and for attention that is "
    "not masked."
)
APART = said(
    "A pair is answered otherwise when other pairs are in its batch: each is on its own. Look for "
    "rows that are sorted and not put back, and for what is taken over dimension 0."
)
NEVER = said("The source never matters: the decoder has to attend to what the encoder returns.")


@dataclass(frozen=True)
class Pairs:
    """Sources (B, S) with their lengths (B,), and targets (B, T)."""

    source: Tensor
    lengths: Tensor
    target: Tensor

    def padded_with(self, source: Tensor) -> "Pairs":
        """Return the same pairs in a batch of sources (B, S'), whose true tokens are put in."""
        width = min(source.shape[1], self.source.shape[1])
        true = torch.arange(width) < self.lengths.unsqueeze(1)
        put = source.clone()
        put[:, :width] = torch.where(true, self.source[:, :width], source[:, :width])
        return Pairs(put, self.lengths, self.target)

    def rows(self, which: Tensor) -> "Pairs":
        """Return some of the pairs, in this order."""
        return Pairs(self.source[which], self.lengths[which], self.target[which])

    def each(self) -> "Iterator[Pairs]":
        """Return the pairs one by one, sources as long as they are."""
        for row, length in enumerate(self.lengths.tolist()):
            one = slice(row, row + 1)
            yield Pairs(self.source[one, :length], self.lengths[one], self.target[one])


def drawn_pairs(ctx: Context) -> Pairs:
    """Draw sources with padding of random tokens, and targets."""
    lengths = torch.tensor(LENGTHS)[torch.randperm(len(LENGTHS), generator=ctx.stream)]
    count = len(LENGTHS)
    return Pairs(ctx.randint(SOURCES, count, PLACES), lengths, ctx.randint(VALUES, count, TARGET))


def log_probs(model: AskedModel, pairs: Pairs) -> Tensor:
    """Return log-probabilities, float64 (B, T, V)."""
    values = model.grid.num_values
    expect = Expect((*pairs.target.shape, values), finite=True)
    before = pairs.source, pairs.lengths
    answer = model.handle.forward(pairs.target, expect, before=before)
    return answer.double().log_softmax(-1)


def born(student: Student, ctx: Context, length: int, places: int, target: int) -> AskedModel:
    """Return a model after some optimiser steps, on one source with padding behind its end."""
    source = ctx.randint(SOURCES, places)
    plan = plan_of(source, length, target, VALUES)
    return SEQ2SEQ.born(student, plan, ctx.generator(f"born {length}")).after_steps(ctx.stream)


def require_padding_ignored(student: Student, ctx: Context) -> None:
    """Raise Failed when logits change with padding, how much there is, or other pairs."""
    model, pairs = born(student, ctx, 3, 5, TARGET), drawn_pairs(ctx)
    right = log_probs(model, pairs)
    count, longest = len(pairs.lengths), max(LENGTHS)

    def differ(others: Tensor) -> bool:
        gap = distance(others, right).max().item()
        return gap > tolerance(model.dtype, right)

    for _ in range(3):
        if differ(log_probs(model, pairs.padded_with(ctx.randint(SOURCES, count, PLACES)))):
            raise Failed(REPLACED)
    for places in (PLACES + MORE, longest):
        if differ(log_probs(model, pairs.padded_with(ctx.randint(SOURCES, count, places)))):
            raise Failed(AMOUNT)
    each = [pairs.rows(torch.tensor([row])) for row in range(count)]
    for alone in (pairs.each(), each):  # cut to their lengths, and padded as before
        if differ(torch.cat([log_probs(model, one) for one in alone])):
            raise Failed(APART)
    turned = torch.arange(count).flip(0)
    if differ(log_probs(model, pairs.rows(turned))[turned]):
        raise Failed(APART)


def require_source_seen(student: Student, ctx: Context) -> None:
    """Raise Failed unless every source token matters at every place from 1 on.

    United over initialisations and over every replacement of each token.
    """
    for length, places, target in ((5, 5, 4), (3, 4, 5), (1, 1, 3)):
        missed = torch.ones(length, target, dtype=torch.bool)
        missed[:, 0] = False  # not promised: nothing has been translated yet
        for _ in range(BIRTHS):
            model = born(student, ctx, length, places, target)
            missed &= ~_moved(model, ctx, length, places)
            if not missed.any():
                break
        if missed.any():
            raise Failed(_told(missed))


def _moved(model: AskedModel, ctx: Context, length: int, places: int) -> Tensor:
    """Return which source token has a say at which target place, bool (length, T)."""
    source = ctx.randint(SOURCES, places)
    every = source.repeat(length * (SOURCES - 1) + 1, 1)
    shift = torch.arange(1, SOURCES)
    for token in range(length):
        rows = slice(token * (SOURCES - 1), (token + 1) * (SOURCES - 1))
        every[rows, token] = (source[token] + shift) % SOURCES
    target = ctx.randint(VALUES, model.grid.size).expand(len(every), -1)
    pairs = Pairs(every, torch.full((len(every),), length), target.contiguous())
    answers = log_probs(model, pairs)
    gaps = distance(answers[:-1], answers[-1:]).amax(2).view(length, SOURCES - 1, -1).amax(1)
    return gaps > (FLIP if model.dtype == torch.float64 else FLIP_SINGLE)


def _told(missed: Tensor) -> str:
    """Say what of the source is not looked at; `missed`, bool (S, T), at s ≥ 0 and t ≥ 1."""
    if missed[:, 1:].all():
        return NEVER
    token, place = missed.nonzero()[0].tolist()
    lead = said(
        "The logits of target token {place} never depend on source token {token}.",
        place=place,
        token=token,
    )
    return listed([lead, _pattern(missed)])


def _pattern(missed: Tensor) -> str:
    """Name what is missed where it is the work of one well-known mistake."""
    length, target = missed.shape
    source, place = torch.arange(length).unsqueeze(1), torch.arange(target)
    kinds: dict[str, Callable[[], Tensor]] = {
        said("Only the source token at the same place matters: attend to all of them."): (
            lambda: source != place
        ),
        said("The source is masked causally: it is known as a whole before the first word."): (
            lambda: source > place
        ),
        said("The last source token never matters: is the mask one too short?"): (
            lambda: (source == length - 1) & (place >= 0)
        ),
        said("The first source token never matters."): lambda: (source == 0) & (place >= 0),
        said("Only the last source token matters: attend to all of them."): (
            lambda: (source < length - 1) & (place >= 0)
        ),
        said("Only the first source token matters: attend to all of them."): (
            lambda: (source > 0) & (place >= 0)
        ),
    }
    later = place >= 1
    for told, which in kinds.items():
        if torch.equal(missed, which() & later):
            return told
    return ""
