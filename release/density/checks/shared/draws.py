"""Rows that are drawn one dimension after the other, and the laws of the usual mistakes."""
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
import torch
from torch import Tensor
from autograder.probes.rows import Rows
from autograder.probes.table import Table
from .nats import every_row, log_probs
GRID = 4000

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

    def walked(self, order: Iterable[int], late: int=0) -> Tensor:
        """Return all rows' logits where they are drawn in an order, and seen `late` steps later."""
        steps = list(order)
        found = torch.empty_like(self.every)
        for step, d in enumerate(steps):
            seen = torch.zeros_like(self.every)
            known = steps[:max(0, step - late)]
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
