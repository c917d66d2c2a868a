"""Texts that grow by what is certain or likeliest, and those that mistakes grow."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.probes.oracles import Hash, Law
from autograder.probes.texts import Texts
from autograder.text.i18n import said

from .laws import drawn_table
from .readings import WRONG_READINGS, Model, model_of, walked

HIDDEN = True  # never released

CLEAR = 0.01  # nats, between the likeliest token and the next one
# B, P, length, V: from nothing, from prefixes, one text alone.
GREEDY_SIZES = ((3, 0, 4, 3), (4, 2, 5, 4), (1, 1, 4, 2), (5, 1, 5, 3), (1, 0, 1, 5))
HASHED = ((8, 0, 7, 4), (6, 3, 9, 3), (1, 1, 12, 5), (5, 2, 6, 2))
LEAST = said("The most probable token was asked for, not the least probable.")


@dataclass(frozen=True)
class Grown:
    """A law and prefixes (B, P) from which texts grow."""

    layout: Texts
    law: Law
    prefix: Tensor

    @property
    def model(self) -> Model:
        """Return what the model answers."""
        return model_of(self.law, self.layout)

    @property
    def want(self) -> Tensor:
        """The right texts (B, length)."""
        return walked(self.model, self.prefix, self.layout.size)

    def slips(self) -> SlipAnswers:
        """Return the texts that mistakes grow."""
        size, model = self.layout.size, self.model
        found: SlipAnswers = {
            told: walked(model, self.prefix, size, read) for told, read in WRONG_READINGS.items()
        }
        found[LEAST] = walked(lambda text: -model(text), self.prefix, size)
        return found

    @property
    def is_clear(self) -> bool:
        """Whether the likeliest token is clear at each step."""
        logits = self.model(self.want)[:, self.prefix.shape[1] :]
        first, second = logits.topk(2, dim=-1).values.unbind(-1)
        return not first.numel() or float((first - second).min()) > CLEAR


def drawn_greedy(ctx: Context, batch: int, begun: int, length: int, values: int) -> Grown:
    """Draw a law and prefixes, with clear answers."""
    layout = Texts(length, values)
    while True:
        prefix = ctx.randint(values, batch, begun)
        case = Grown(layout, drawn_table(ctx.stream, layout), prefix)
        if case.is_clear and (begun > 0 or length < 2 or _is_told(case)):
            return case


def drawn_hashed(ctx: Context, batch: int, begun: int, length: int, values: int) -> Grown:
    """Draw a law in which every token is certain, and prefixes; mistakes are told."""
    layout = Texts(length, values)
    while True:
        law = Hash(layout, ctx.between(0, 1 << 30))
        case = Grown(layout, law, ctx.randint(values, batch, begun))
        if _is_told(case):
            return case


def _is_told(case: Grown) -> bool:
    """Say whether the place before, and one answer for all places, would grow other texts."""
    usual = list(WRONG_READINGS.values())
    others = [walked(case.model, case.prefix, case.layout.size, usual[n]) for n in (0, 2)]
    return all(not torch.equal(one, case.want) for one in others)
