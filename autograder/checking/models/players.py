"""Models of a known law that the grader plays for a sampler, and that remember what they saw."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor

from autograder.checking.models.draw_mistakes import words_of
from autograder.checking.oracle import Budget, Cost, Oracle
from autograder.checking.transport import Failed
from autograder.probes.oracles import KEPT_BYTES, Law, NotFullSamples, TooManyCalls, Witness
from autograder.probes.order import Layout
from autograder.probes.rows import Rows
from autograder.text.i18n import said

# What a sampler needs, times this, before its questions are cut off; in calls, since each costs a
# round trip. One call for each of a few samples (8) is let pass here, and costs points once.
PATIENCE = 4 * 8
# Calls are counted by the witness; calls with other things than samples here.
BUDGET = Budget(rows=1 << 22, bytes=1 << 28)


class PlayedModel(Protocol):
    """A model that the grader plays: all that it was asked, and how often."""

    @property
    def inputs(self) -> list[Tensor]:
        """Return what it was called with, in order, samples (B, *shape) each."""

    @property
    def calls(self) -> int:
        """Return how many calls were made."""

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""


@dataclass(frozen=True)
class _Whole:
    """A model that maps whole samples to logits for all of their entries."""

    witness: Witness
    asking: str  # the name of the sampler

    @property
    def inputs(self) -> list[Tensor]:
        """Return what it was called with."""
        return self.witness.inputs

    @property
    def calls(self) -> int:
        """Return how many calls were made."""
        return self.witness.calls

    def oracle(self) -> Oracle:
        """Return a model with `forward`."""
        cost: Callable[..., Cost] = lambda *x: Cost(*self.witness.cost(*x))  # noqa: E731
        return Oracle({"forward": self._forward}, BUDGET, {"forward": cost})

    def _forward(self, x: object = None, *more: object) -> Tensor:
        words = words_of(self.witness.grid)
        try:
            return self.witness.answer(None if more else x)
        except NotFullSamples as fault:
            raise Failed(
                said(
                    "`{name}` should call the model with {full}, one argument.",
                    name=self.asking,
                    full=words.full,
                ),
                detail=said("It called it with {fault}.", fault=fault.what),
            ) from None
        except TooManyCalls:
            raise Failed(
                said(
                    "`{name}` makes far more than {calls} calls of the model. One for each {entry} "
                    "answers for all {samples} at once.",
                    name=self.asking,
                    calls=words.calls,
                    entry=words.entry,
                    samples=words.samples,
                )
            ) from None


def whole(law: Law, layout: Layout, asking: str) -> PlayedModel:
    """Play a model that maps whole samples to logits, for the sampler whose name is `asking`.

    Any filler is accepted where nothing is drawn yet. Raises Failed, to the student, for other
    inputs, and for far more calls than any sampler needs.
    """
    return _Whole(Witness(law, layout, PATIENCE * layout.size), asking)


@dataclass
class _Stepwise:
    """A model that is walked: `start`, `read` and `update` a state of the whole past.

    The state (B, 1) is the past written in base 3, its first value first and 1 or 2 for a zero or a
    one, so that a state from another step or another walk is seen at once. It is exact to 33 steps.
    """

    law: Law
    layout: Rows
    asking: str
    dtype: torch.dtype = torch.float64
    inputs: list[Tensor] = field(default_factory=list)
    calls: int = 0  # of `read`

    def oracle(self) -> Oracle:
        """Return a model with `start`, `read` and `update`."""
        methods: dict[str, Callable[..., Any]] = {
            "start": self.start,
            "read": self.read,
            "update": self.update,
        }
        costs = {"start": lambda size: Cost(_whole_number(size), 8 * _whole_number(size))}
        return Oracle(methods, BUDGET, {**costs, **dict.fromkeys(("read", "update"), self.cost_of)})

    def cost_of(self, state: object = None, *_: object) -> Cost:
        """Return what a step takes: a past of as many entries as the row has, and its logits."""
        rows = len(state) if isinstance(state, Tensor) and state.ndim else 0
        return Cost(rows, 150 * rows * self.layout.size)

    def start(self, batch_size: object) -> Tensor:
        """Return the state before anything was seen, zeros (B, 1)."""
        return torch.zeros(_whole_number(batch_size), 1, dtype=self.dtype)

    def read(self, state: object) -> Tensor:
        """Return the logits of the next value, (B,)."""
        past, length = self._past(state, "read")
        self.calls += 1
        if length >= self.layout.size:
            raise Failed(self._beyond())
        ahead = torch.zeros(len(past), self.layout.size - length, dtype=torch.int64)
        sequences = torch.cat([past, ahead], 1)
        self._remember(sequences, length)
        logits = self.law.logits(sequences)[:, length]
        return (logits[:, 1] - logits[:, 0]).to(self.dtype)

    def _remember(self, sequences: Tensor, length: int) -> None:
        """Keep the past as samples, NaN where nothing was seen yet; of very many the first ones."""
        seen = self.layout.samples(sequences)
        seen[:, list(self.layout.order[length:])] = torch.nan
        if sum(one.nbytes for one in self.inputs) + seen.nbytes <= KEPT_BYTES:
            self.inputs.append(seen)

    def update(self, state: object, x: object) -> Tensor:
        """Return the state after x (B,), zeros and ones, was seen."""
        past, length = self._past(state, "update")
        if not isinstance(x, Tensor) or tuple(x.shape) != (len(past),):
            raise Failed(
                said(
                    "`{name}` should call `update(state, x)` with x of shape (B,), one value for "
                    "each row.",
                    name=self.asking,
                )
            )
        if not ((x == 0) | (x == 1)).all():
            raise Failed(
                said(
                    "`{name}` should call `update` with zeros and ones: with the values that were "
                    "drawn, not with their probabilities.",
                    name=self.asking,
                )
            )
        if length >= self.layout.size:
            raise Failed(self._beyond())
        code: Tensor = state  # type: ignore[assignment]
        return 3 * code + 1 + x.to(self.dtype).unsqueeze(1)

    def _past(self, state: object, method: str) -> tuple[Tensor, int]:
        """Return the values that a state has seen, int64 (B, t), and t; raises Failed."""
        past = past_in(state, self.layout.size, self.dtype)
        if past is not None:
            return past, past.shape[1]
        raise Failed(
            said(
                "`{name}` should call `{method}` with a state that `start` or `update` has "
                "returned, as it is.",
                name=self.asking,
                method=method,
            )
        )

    def _beyond(self) -> str:
        return said(
            "`{name}` should end after as many steps as the row has dimensions.", name=self.asking
        )


def past_in(state: object, size: int, dtype: torch.dtype) -> Tensor | None:
    """Return the values that a state (B, 1) has seen, int64 (B, t); None for what is no state.

    A state is the past in base 3, 1 or 2 for a zero or a one, of at most `size` entries and one.
    """
    if not isinstance(state, Tensor) or state.dtype != dtype or tuple(state.shape[1:]) != (1,):
        return None
    digits: list[Tensor] = []
    code = state[:, 0].nan_to_num(nan=-1, posinf=-1, neginf=-1).long()
    while (code > 0).any() and len(digits) <= size:
        digits.insert(0, code % 3 - 1)
        code = code // 3
    past = torch.stack(digits, 1) if digits else torch.zeros(len(code), 0).long()
    return past if (code == 0).all() and (past >= 0).all() else None


def _whole_number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= 1 << 20:
        raise Failed(said("`start(batch_size)` takes the number of rows, a whole number."))
    return value


def stepwise(law: Law, layout: Layout, asking: str) -> PlayedModel:
    """Play a model with `start(batch_size)`, `read(state)` and `update(state, x)`, x (B,).

    Rows alone, of 33 dimensions at most; `read` returns logits (B,) in float64. Raises Failed, to
    the student, for a state that is not one of its own, for other values than zeros and ones, and
    for more steps than there are dimensions. Raises ValueError for other layouts.
    """
    if not isinstance(layout, Rows) or layout.size > 33:
        raise ValueError("a model is walked along rows of 33 dimensions at most")
    return _Stepwise(law, layout, asking)
