"""Rows that are drawn one dimension after the other, and the laws of the usual mistakes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from autograder.checking.models.drawn import require_grid, require_law
from autograder.checking.models.generators import same_samples
from autograder.checking.models.sampler import Drawn
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed
from autograder.probes.oracles import Law
from autograder.probes.rows import Rows
from autograder.probes.sampling import DRAWS
from autograder.probes.table import Table
from autograder.text.i18n import as_said, listed, said

from .mass import every_row
from .nats import log_probs

HIDDEN = True  # never released

CALLS = 4  # of a sampler, for one law: shared numbers give the same row in each
GRID = 4_000  # uniform numbers, for the law of rows that are made of one each
EXPLAINED, SLACK = 0.2, 3.0  # a mistake is named where it leaves so little, in nats, unexplained
SHARED = said(
    "Each draw needs a uniform number of its own: all rows of a batch are the same, made with the "
    "same numbers."
)


@dataclass(frozen=True)
class Drawing:
    """How rows are drawn: by a model's logits, in an order.

    `logits` maps rows (B, D), float64, to logits (B, D); what has not been drawn yet is 0.
    """

    logits: Callable[[Tensor], Tensor]
    order: tuple[int, ...]

    @property
    def rows(self) -> Rows:
        """Return the layout of such rows."""
        return Rows(self.order)

    @cached_property
    def every(self) -> Tensor:
        """Return all rows, (2 ** D, D)."""
        return every_row(len(self.order))

    @cached_property
    def right(self) -> Tensor:
        """Return the logits of all rows, each column given the ones before it."""
        return self.logits(self.every).double()

    @cached_property
    def law(self) -> Table:
        """Return the law of right draws."""
        rows = self.rows
        return Table.asked(rows, lambda x: rows.per_entry(self.logits(x)))

    def chances(self, logits: Tensor) -> Tensor:
        """Return the probability of each row, where its bits are drawn by these logits."""
        return log_probs(logits, self.every).sum(1).exp()

    def walked(self, order: Iterable[int], late: int = 0) -> Tensor:
        """Return all rows' logits where they are drawn in an order, and seen `late` steps later."""
        steps = list(order)
        found = torch.empty_like(self.every)
        for step, d in enumerate(steps):
            seen = torch.zeros_like(self.every)
            known = steps[: max(0, step - late)]
            seen[:, known] = self.every[:, known]
            found[:, d] = self.logits(seen)[:, d]
        return found

    def fed_probabilities(self) -> Tensor:
        """Return logits (1, D) of rows of which probabilities are fed in, not bits."""
        fed = torch.zeros(1, len(self.order), dtype=torch.float64)
        found = torch.zeros_like(fed)
        for d in self.order:
            found[:, d] = self.logits(fed)[:, d]
            fed[:, d] = found[:, d].sigmoid()
        return found

    def of_one_number(self) -> Tensor:
        """Return the probability of each row where all of its bits come of one uniform number."""
        uniform = (torch.arange(GRID).double() + 0.5) / GRID
        x = torch.zeros(GRID, len(self.order), dtype=torch.float64)
        for d in self.order:
            x[:, d] = (uniform < self.logits(x)[:, d].sigmoid()).double()
        return torch.bincount(codes_of(x), minlength=len(self.every)) / GRID

    def permuted(self) -> Tensor:
        """Return the probability of each row where column t holds the bit of step t."""
        found = torch.empty(len(self.every), dtype=torch.float64)
        found[codes_of(self.every[:, list(self.order)])] = self.chances(self.right)
        return found


def codes_of(x: Tensor) -> Tensor:
    """Return the number of each row in `every_row`."""
    powers: Tensor = 2 ** torch.arange(x.shape[1] - 1, -1, -1)
    return (x.round().long() * powers).sum(1)


def usual_slips(drawing: Drawing) -> SlipAnswers:
    """Return the law of each usual mistake: the probabilities of all rows."""
    right, chances = drawing.right, drawing.chances
    nothing = drawing.logits(0 * drawing.every[:1])
    return {
        "A one where u < p: zeros and ones come swapped.": chances(-right),
        "Feed the bit that was drawn, not its probability.": chances(drawing.fed_probabilities()),
        "That is the likelier bit, no draw.": chances(1e6 * right),
        "Each draw needs a uniform number of its own: a row has one for all of its bits.": (
            drawing.of_one_number()
        ),
        "Draw one after the other, from the first of the order on: here no bit knows what was "
        "drawn before it.": chances(nothing),
        "Draw one after the other: a bit is seen one step late.": chances(
            drawing.walked(drawing.order, late=1)
        ),
        "The first bit is never drawn: it is always 0.": _never_drawn(drawing, drawing.order[0]),
        "The last bit is never drawn: it is always 0.": _never_drawn(drawing, drawing.order[-1]),
        **_tempered(drawing),
    }


def _never_drawn(drawing: Drawing, dim: int) -> Tensor:
    sure = drawing.right.clone()
    sure[:, dim] = -1e6
    return drawing.chances(sure)


def _tempered(drawing: Drawing) -> SlipAnswers:
    """Return the likeliest law of a wrong temperature on either side; filled in by `likeliest`."""
    sure = [drawing.chances(drawing.right * (1 + step / 20)) for step in range(1, 40)]
    unsure = [drawing.chances(drawing.right * (1 - step / 20)) for step in range(1, 20)]
    return {
        "The distribution is too sure of itself: is there a temperature?": torch.stack(sure),
        "The distribution is not sure enough: is there a temperature?": torch.stack(unsure),
    }


def require_drawing(ask: Callable[[int], Drawn], drawing: Drawing) -> None:
    """Raise Failed, naming the likeliest mistake, unless rows are drawn as they should be."""
    right = drawing.chances(drawing.right)
    require_rows(ask, drawing.law, lambda: usual_slips(drawing), right)


def require_rows(
    ask: Callable[[int], Drawn], law: Law, slips: Callable[[], Mapping[str, Tensor]], right: Tensor
) -> None:
    """Raise Failed, naming the likeliest mistake, unless rows follow the law.

    Args: `ask` draws so many rows; `slips` gives the laws of mistakes, probabilities of all rows
    (2 ** D,) or several such laws (n, 2 ** D); `right`, those of the law. False alarms: those of
    `require_law`.
    """
    calls = [ask(DRAWS // CALLS) for _ in range(CALLS)]
    for drawn in calls:
        require_grid(drawn)
    # That a generator stands still is told elsewhere, and costs points once.
    calls = calls[:1] if same_samples(*calls) else calls
    try:
        require_law(calls, law)
    except Failed as failed:
        named = _named(calls, right, slips())
        if not named:
            raise
        lead = said(
            "The rows of `{name}` do not follow the model's distribution.", name=calls[0].name
        )
        raise Failed(listed([lead, named]), essential=failed.essential) from None


def _named(calls: list[Drawn], right: Tensor, slips: Mapping[str, Tensor]) -> str:
    shared = all(bool((one.samples == one.samples[:1]).all()) for one in calls)
    if shared and len({tuple(one.samples[0].tolist()) for one in calls}) > 1:
        return SHARED
    counts = torch.bincount(
        torch.cat([codes_of(one.samples) for one in calls]), minlength=len(right)
    ).double()
    costs = {text: min(map(float, _excess(counts, law))) for text, law in slips.items()}
    best = min(costs, key=costs.__getitem__)
    most = EXPLAINED * float(_excess(counts, right)[0]) + SLACK * len(right)
    return as_said(best) if costs[best] < most else ""


def _excess(counts: Tensor, law: Tensor) -> Tensor:
    """Return N · KL(observed || law), one number for each law (2 ** D,)."""
    seen = counts > 0
    observed = counts[seen] / counts.sum()
    laws = law if law.ndim > 1 else law.unsqueeze(0)
    gaps = observed.log() - laws[:, seen].log()
    return (counts[seen] * gaps).sum(1)
