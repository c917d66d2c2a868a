"""Hidden models for `influence`: what it finds, by enumeration, and what mistakes make of that."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

from .by_hand import LOGITS, ONLY_EARLIER, OVER_PLACES, PROBABILITIES, TRANSPOSED
from .played import PlayedLM

HIDDEN = True  # never released

LARGE = 2000.0  # logits up to ±10,000
LEAST = 0.05  # nats that each token moves what it has a say in, at least


@dataclass(frozen=True)
class Mixed:
    """A law of logits: each token adds what `effects` (T, V, T, V) say of it, bent by a tanh.

    `effects[s, v, t]` is what value v at place s adds at place t. `common` (T, V) is added to all
    logits of a place alike, so that it moves no law. `height` is how large logits may be.
    """

    effects: Tensor
    common: Tensor
    own: Tensor
    height: float = 3.0

    def __call__(self, tokens: Tensor) -> Tensor:
        """Return logits (B, T, V), float64."""
        places = torch.arange(tokens.shape[1])
        added = self.effects[places, tokens].sum(1)
        shift = self.common[places, tokens].sum(1)
        return self.height * torch.tanh(self.own + added) + shift.view(-1, 1, 1)


@dataclass(frozen=True)
class Question:
    """One model, a text (1, T), and the number of values."""

    law: Mixed
    tokens: Tensor
    num_tokens: int
    dtype: torch.dtype

    @property
    def places(self) -> int:
        """T."""
        return self.tokens.shape[1]

    @property
    def rounding(self) -> float:
        """By how much the contract lets large logits round."""
        largest = float(self.law(self.tokens).abs().max()) if self.law.height > 10 else 0.0
        return 4 * torch.finfo(self.dtype).eps * largest * self.places

    def played(self) -> PlayedLM:
        """Return the model as the student's code meets it, with no call counted yet."""
        return PlayedLM(self.law, self.places, self.num_tokens, self.dtype)

    def moved(self, form: str = "log", text: Tensor | None = None) -> Tensor:
        """Return new minus old, (s, v, t, value), where token s is v: log-probabilities, say."""
        tokens = self.tokens if text is None else text
        every = tokens.repeat(self.places * self.num_tokens, 1).view(
            self.places, self.num_tokens, -1
        )
        for s in range(self.places):
            every[s, :, s] = torch.arange(self.num_tokens)
        logits = self.law(every.flatten(0, 1)).view(*every.shape, -1), self.law(tokens)[0]
        new, old = (_read(one, form) for one in logits)
        return new - old

    @property
    def want(self) -> Tensor:
        """The influences, (T, T) float64."""
        return self.moved().abs().amax((1, 3))

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        want, moved = self.want, self.moved()
        return {
            TRANSPOSED: want.T,
            LOGITS: self.moved("logits").abs().amax((1, 3)),
            PROBABILITIES: self.moved("probabilities").abs().amax((1, 3)),
            OVER_PLACES: self.moved("over places").abs().amax((1, 3)),
            ONLY_EARLIER: want.triu(1),
            "Changes go down, too: take absolute values before the largest.": moved.amax((1, 3)),
            "The change of any log-probability counts, not only of the token that stands "
            "there.": moved[..., torch.arange(self.places), self.tokens[0]].abs().amax(1),
            **self._of_replacements(moved),
            **self._of_reduction(moved),
        }

    def _of_replacements(self, moved: Tensor) -> SlipAnswers:
        """Return what comes where not each value is tried, or tokens are left replaced."""
        places, change = torch.arange(self.places), moved.abs().amax(3)
        after = (self.tokens[0] + 1) % self.num_tokens
        return {
            "Every other value has to be tried: here it is the next one alone.": change[
                places, after
            ],
            "Every other value has to be tried: here it is 0 alone.": change[:, 0],
            "Every other value has to be tried: the last one never is.": change[:, :-1].amax(1),
            "Every other value has to be tried: 0 never is.": change[:, 1:].amax(1),
            "One token alone is replaced: put it back before the next one.": self._left(),
            "One token alone is replaced: here all that come after it are, too.": self._all_after(),
        }

    def _of_reduction(self, moved: Tensor) -> SlipAnswers:
        """Return what comes of another summary than the largest."""
        change, others = moved.abs(), self.num_tokens - 1
        most, count = "The largest change was asked for, not a sum.", self.num_tokens
        mean = "The largest change was asked for, not a mean."
        return {
            mean: change.mean(3).amax(1),
            "The largest change was asked for: here it is the mean over replacements.": (
                change.amax(3).sum(1) / others
            ),
            "The largest change over replacements was asked for: their mean counts the token "
            "itself, too.": change.amax(3).mean(1),
            most: change.sum(3).amax(1),
            "The largest change was asked for: here changes of all replacements are added.": (
                change.amax(3).sum(1)
            ),
            "The largest change was asked for, not a mean over everything.": change.sum((1, 3))
            / (others * count),
            "Changes are asked for as they are, not squared.": change.amax((1, 3)) ** 2,
            "How much something moves was asked for, not whether it does.": (
                change.amax((1, 3)) > 1e-9
            ).double(),
        }

    def _left(self) -> Tensor:
        """Return what comes where each token keeps the last value that was tried."""
        text, rows = self.tokens.clone(), []
        old = self.law(self.tokens)[0].log_softmax(-1)
        for s in range(self.places):
            tried = text.repeat(self.num_tokens, 1)
            tried[:, s] = torch.arange(self.num_tokens)
            rows.append((self.law(tried).log_softmax(-1) - old).abs().amax((0, 2)))
            text[:, s] = self.num_tokens - 1
        return torch.stack(rows)

    def _all_after(self) -> Tensor:
        """Return what comes where a value is put at a place and at all after it."""
        old, rows = self.law(self.tokens)[0].log_softmax(-1), []
        for s in range(self.places):
            tried = self.tokens.repeat(self.num_tokens, 1)
            tried[:, s:] = torch.arange(self.num_tokens).unsqueeze(1)
            rows.append((self.law(tried).log_softmax(-1) - old).abs().amax((0, 2)))
        return torch.stack(rows)


def _read(logits: Tensor, form: str) -> Tensor:
    """Return logits as they are, or as log-probabilities or probabilities."""
    if form in ("log", "over places"):
        return logits.log_softmax(-1 if form == "log" else -2)
    return logits.softmax(-1) if form == "probabilities" else logits


def drawn_questions(ctx: Context, dtype: torch.dtype) -> Iterator[Question]:
    """Draw models that see what is earlier, all, nothing, all but one token, or what they must not.

    Which token sees which, bool (T, T) at [s, t].
    """
    before = torch.ones(4, 4, dtype=torch.bool).triu(1)
    dead, leak = before.clone(), before.clone()
    dead[ctx.between(0, 2)] = False
    row = ctx.between(1, 3)
    leak[row, ctx.between(0, row - 1)] = True
    every = torch.ones(3, 3, dtype=torch.bool)
    kinds = (
        *((before, 3), (leak, 2), (dead, 3), (every, 4), (every & False, 3), (before[:1, :1], 3)),
        *((before | torch.eye(4, dtype=torch.bool), 2), (before.triu(2), 3), (every[:1, :1], 2)),
    )
    for seen, values in kinds:
        yield _drawn(ctx, seen, values, dtype, 3.0)


def large_questions(ctx: Context, dtype: torch.dtype) -> Iterator[Question]:
    """Draw models whose logits are some thousands, so that probabilities are 0 and 1."""
    for places, values in ((3, 3), (4, 2)):
        seen = torch.ones(places, places, dtype=torch.bool).triu(1)
        yield _drawn(ctx, seen, values, dtype, LARGE)


def _drawn(ctx: Context, seen: Tensor, values: int, dtype: torch.dtype, height: float) -> Question:
    """Draw a law by what sees what, and a text for which that can be told from nothing."""
    places = len(seen)
    while True:
        effects = ctx.randn(places, values, places, values, dtype=torch.float64)
        effects = effects * seen.view(places, 1, places, 1)
        common = height * (2 * ctx.rand(places, values, dtype=torch.float64) - 1)
        own = ctx.randn(places, values, dtype=torch.float64) / 2
        tokens = ctx.randint(values, 1, places)
        question = Question(Mixed(effects, common, own, height), tokens, values, dtype)
        if (question.want[seen] >= LEAST).all():
            return question
