"""Beam search, and beam search as it goes wrong: in float64, on laws that are known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.probes.oracles import Indep, Law
from autograder.probes.texts import Texts
from autograder.text.i18n import said

from .laws import SHIFT, drawn_table
from .readings import WRONG_READINGS, Model, Read, model_of, right

HIDDEN = True  # never released

LARGE = 9.9e3  # nats, by which all logits of a past may be moved
CLEAR = 2e-3  # nats, between sums that are compared: no rounding decides
# V, P, length, width: fewer than are kept, all, more than there are, one alone, one new token.
SIZES = (
    (3, 0, 3, 2),
    (4, 2, 5, 3),
    (2, 0, 4, 16),
    (3, 1, 4, 27),
    (3, 2, 5, 100),
    (5, 0, 3, 1),
    (4, 3, 4, 2),
    (2, 1, 5, 3),
)
# A long text of many values, and the logarithm of what float32 takes for 0.
LONG, VALUES, TINY = 96, 40, -110.0
Score = Callable[[Tensor], Tensor]


def _log_softmax(logits: Tensor) -> Tensor:
    return logits.log_softmax(-1)


@dataclass(frozen=True)
class Style:
    """How a search goes: rightly, or otherwise in one respect.

    `read` and `score` turn answers into the scores of the next tokens; without `parents` the text
    that a continuation belongs to is forgotten; with `own` each text keeps its own best one;
    `copies` begins with as many equal texts; without `sums` only the newest token counts;
    `swapped` reads an index of all sums as token · texts + text.
    """

    read: Read = right
    score: Score = _log_softmax
    parents: bool = True
    own: bool = False
    copies: bool = False
    sums: bool = True
    swapped: bool = False


RIGHT = Style()
STYLES: Mapping[str, Style] = {
    said(
        "Your beams forget their parents: the best continuation is of text number index // V, and "
        "its token is index % V."
    ): replace(RIGHT, parents=False),
    said(
        "All continuations of all kept texts compete: here each text keeps its own best one."
    ): replace(RIGHT, own=True),
    said(
        "An index of all sums, flattened, is that of the text times V plus the token: here the two "
        "are swapped."
    ): replace(RIGHT, swapped=True),
    said("Sums of logits are no log-probabilities: take a log_softmax first."): replace(
        RIGHT, score=lambda logits: logits
    ),
    said(
        "The search begins with one text: here it begins with copies of it, which stay the same."
    ): replace(RIGHT, copies=True),
    said("The whole text counts: here only the newest token decides."): replace(RIGHT, sums=False),
    said("Log-probabilities are added up, not probabilities."): replace(
        RIGHT, score=lambda logits: logits.softmax(-1)
    ),
    **{told: replace(RIGHT, read=read) for told, read in WRONG_READINGS.items()},
}


@dataclass(frozen=True)
class Found:
    """Texts (W, length), their scores (W,), and how far apart what was compared is."""

    tokens: Tensor
    scores: Tensor
    gap: float


def searched(model: Model, prefix: Tensor, length: int, width: int, style: Style = RIGHT) -> Found:
    """Search for probable texts, in a style."""
    tokens = prefix[None].expand(width if style.copies else 1, -1)
    totals, gap = torch.zeros(len(tokens), dtype=torch.float64), torch.inf
    for _ in range(length - len(prefix)):
        scores = style.score(style.read(model, tokens, len(prefix)))
        values = scores.shape[1]
        sums = (totals[:, None] if style.sums else 0 * totals[:, None]) + scores
        if style.own and len(tokens) > 1:
            sums = torch.where(sums == sums.amax(1, keepdim=True), sums, -torch.inf)
        ranked = sums.flatten().sort(descending=True)
        count = min(width, len(tokens) if style.own and len(tokens) > 1 else sums.numel())
        gap = min(gap, *(-ranked.values[: count + 1].diff()).tolist(), torch.inf)
        totals, best = ranked.values[:count], ranked.indices[:count]
        forget = not style.parents and len(tokens) == count
        parents = torch.arange(count) if forget else best // values
        added = best % values
        if style.swapped:
            parents, added = best % len(tokens), best // len(tokens) % values
        tokens = torch.cat([tokens[parents], added[:, None]], 1)
    return Found(tokens, totals, gap)


@dataclass(frozen=True)
class Case:
    """A law, a prefix (P,), how long texts become and how many are kept."""

    layout: Texts
    table: Law
    prefix: Tensor
    width: int

    @property
    def model(self) -> Model:
        """Return what the model answers."""
        return model_of(self.table, self.layout)

    def search(self, style: Style = RIGHT) -> Found:
        """Search in a style."""
        return searched(self.model, self.prefix, self.layout.size, self.width, style)

    def all_kept(self) -> Tensor:
        """Return the best texts of all there are, which no beam has cut."""
        new = self.layout.size - len(self.prefix)
        every = replace(self, width=self.layout.num_values**new)
        return every.search().tokens[: self.width]

    def log_prob_of_prefix(self) -> float:
        """Return what the prefix itself would add to the log-probabilities."""
        if not len(self.prefix):
            return 0.0
        logits = self.model(self.prefix[None]).log_softmax(-1)
        return float(logits.gather(2, self.prefix[None, :, None]).sum())


def long_beams(ctx: Context) -> Case:
    """Draw a search for texts whose probabilities are too small for float32."""
    draw, layout = ctx.generator("long beams"), Texts(LONG, VALUES)
    while True:
        case = Case(layout, Indep.drawn(layout, draw), torch.zeros(0, dtype=torch.int64), 3)
        found = case.search()
        if found.gap > CLEAR and float(found.scores.max()) < TINY:
            return case


def drawn_beams(ctx: Context) -> tuple[Case, ...]:
    """Draw a case of each size; where several are kept, with laws that tell mistakes.

    Every other one, to be asked in float64, has logits of up to ±10,000.
    """
    return _drawn_cases(ctx.generator("beams").initial_seed())


@lru_cache(maxsize=4)  # some hundred laws are drawn for one that tells, the same for all students
def _drawn_cases(seed: int) -> tuple[Case, ...]:
    draw = torch.Generator().manual_seed(seed)
    shifts = (LARGE if number % 2 else SHIFT for number in range(len(SIZES)))
    return tuple(_drawn_case(draw, *one) for one in zip(SIZES, shifts, strict=True))


def _drawn_case(draw: torch.Generator, size: tuple[int, int, int, int], shift: float) -> Case:
    values, prefix, length, width = size
    layout = Texts(length, values)
    while True:
        begun = torch.randint(values, (prefix,), generator=draw)
        case = Case(layout, drawn_table(draw, layout, shift), begun, width)
        found = case.search()
        if found.gap > CLEAR and _is_hard(case, found):
            return case


def _is_hard(case: Case, found: Found) -> bool:
    """Say whether mistakes that matter to a case of this size would find other texts."""
    new = case.layout.size - len(case.prefix)
    if not 1 < case.width < case.layout.num_values**new or new == 1:
        return True
    greedy = replace(case, width=1).search().tokens[0]
    if torch.equal(greedy, found.tokens[0]):
        return False
    mistaken = (case.search(style).tokens for style in list(STYLES.values())[:3])
    if any(torch.equal(one, found.tokens) for one in mistaken):
        return False
    return new <= 2 or not torch.equal(case.all_kept(), found.tokens)
