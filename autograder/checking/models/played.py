"""Models that the grader plays on examples that it knows, and that keep all that they are asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import torch
from torch import Tensor

from autograder.checking.oracle import Budget, Cost, Oracle
from autograder.checking.transport import Failed

# Some hundred examples, each asked about with dozens of draws, one by one or together.
BUDGET = Budget(calls=1 << 15, rows=1 << 17)
ROWS_AT_ONCE = 2_048  # of one call: more would only take more memory

Call = TypeVar("Call")


@dataclass(frozen=True)
class Known:
    """The examples (N, *shape) of zeros and ones that a played model knows, no two of them equal.

    `other_shape` and `unknown` are the sentences for a student who gives it something of another
    shape, or an example that it does not know.
    """

    examples: Tensor
    other_shape: str
    unknown: str

    def which(self, x: Tensor) -> Tensor:
        """Return the number of each example of x (…, *shape), int64 (…).

        Raises Failed, to the student, for another shape and for an example that it does not know.
        """
        shape = self.examples.shape[1:]
        if x.ndim <= len(shape) or x.shape[x.ndim - len(shape) :] != shape:
            raise Failed(self.other_shape)
        before = x.shape[: x.ndim - len(shape)]
        rows = x.reshape(-1, self.examples[0].numel())
        return self._which(rows).view(before)

    def looking_up(self, x: Tensor) -> int:
        """Return the bytes that `which` takes."""
        return 32 * ROWS_AT_ONCE * len(self.examples) + 64 * len(x)

    def _which(self, rows: Tensor) -> Tensor:
        found = torch.empty(len(rows), dtype=torch.int64)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            found[part] = self._which_of_few(rows[part])
        return found

    def _which_of_few(self, x: Tensor) -> Tensor:
        rows, known = x.double(), self.examples.flatten(1).double()
        # Of zeros and ones, so as many products of equals as entries: exact, and of little memory.
        same = rows @ known.T + (1 - rows) @ (1 - known).T == known.shape[1]
        if not ((rows == 0) | (rows == 1)).all() or not same.any(1).all():
            raise Failed(self.unknown)
        return same.int().argmax(1)


@dataclass(frozen=True)
class PlayedTable:
    """A model with one method, which answers for example n what stands in `answers[n]`.

    `asked` holds the numbers of the examples of each call, int64 (B,), in the order of the calls.
    """

    known: Known
    answers: Tensor
    method: str = "forward"
    asked: list[Tensor] = field(default_factory=list)

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""
        methods: dict[str, Callable[[Tensor], Tensor]] = {self.method: self.answer}
        return Oracle(methods, BUDGET, {self.method: self.cost_of})

    def cost_of(self, x: Tensor) -> Cost:
        """Return what answering a batch takes: its answers, and its examples looked up."""
        each = self.answers[0].numel() * max(8, self.answers.element_size())
        return Cost(len(x), 4 * each * len(x) + self.known.looking_up(x))

    def answer(self, x: Tensor) -> Tensor:
        """Return the answers to a batch (B, *shape) in its dtype; raises Failed for others."""
        if x.ndim != self.known.examples.ndim:
            raise Failed(self.known.other_shape)
        which = self.known.which(x)
        self.asked.append(which)
        return self.answers[which].to(x)


def windows(calls: Sequence[Call]) -> Iterator[Sequence[Call]]:
    """Return the sound readings of which calls a number rests on.

    All of them; or, where two numbers were made from calls of one method, one call at either end,
    or all but that one.
    """
    for window in (calls, calls[:1], calls[-1:], calls[1:], calls[:-1]):
        if window:
            yield window
