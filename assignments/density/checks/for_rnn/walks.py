"""A model that the grader plays for whoever walks it by `start`, `read` and `update`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.players import past_in
from autograder.checking.oracle import Cost, Oracle
from autograder.checking.student import Failed
from autograder.probes.oracles import Law
from autograder.probes.order import Layout
from autograder.text.i18n import said

BY_STEPS = said("Go by start, read and update alone: by start, read and update a model is asked.")
ONCE = said("The model is started once for each batch.")
READS = said("read is called D times, once for each column.")
UPDATES = said("update is called D - 1 times, or D times.")


@dataclass
class Walk:
    """A model whose state (B, 1) is the past in base 3, 1 or 2 for a zero or a one.

    Exact to 33 steps. `read` gives the logit by `law`, in `dtype`; a law may be longer than a row.
    `steps` are the lengths of the pasts at each call of a method, by its name; `pasts`, what was
    read of, int64 (B, t) each.
    """

    law: Law
    layout: Layout
    asking: str
    dtype: torch.dtype = torch.float64
    fed: str = ""  # what is said of other bits than zeros and ones
    tempting: bool = False  # whether it has log_prob and forward, too, which are not to be asked
    steps: list[tuple[str, int]] = field(default_factory=list)
    pasts: list[Tensor] = field(default_factory=list)
    inputs: list[Tensor] = field(default_factory=list)  # no order is to be named

    @property
    def calls(self) -> int:
        """Return how often it was read."""
        return self.count("read")

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(name == method for name, _ in self.steps)

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""
        methods: dict[str, Callable[..., Any]] = {
            "start": self.start,
            "read": self.read,
            "update": self.update,
        }
        if self.tempting:
            methods |= {"log_prob": self._other, "forward": self._other}
        costs = {"start": lambda _: Cost(1, 0), "read": self._cost, "update": self._cost}
        return Oracle(methods, costs=costs)

    def _cost(self, state: object = None, *_: object) -> Cost:
        """Return what a step takes: a past of as many bits as the row has, and its logits."""
        rows = len(state) if isinstance(state, Tensor) and state.ndim else 0
        return Cost(rows, 150 * rows * self.layout.size)

    def start(self, batch_size: object) -> Tensor:
        """Return the state before anything was seen."""
        if type(batch_size) is not int or not 0 <= batch_size <= 1 << 16:
            raise Failed(said("`start(batch_size)` takes the number of rows, a whole number."))
        self.steps.append(("start", 0))
        return torch.zeros(batch_size, 1, dtype=torch.float64)

    def read(self, state: object) -> Tensor:
        """Return the logit of the next bit, (B,)."""
        past = self._past(state)
        self.steps.append(("read", past.shape[1]))
        self.pasts.append(past)
        size = self.layout.size
        if past.shape[1] >= size:
            raise Failed(self._beyond())
        ahead = torch.zeros(len(past), size - past.shape[1], dtype=torch.int64)
        logits = self.law.logits(torch.cat([past, ahead], 1))[:, past.shape[1]]
        return (logits[:, 1] - logits[:, 0]).to(self.dtype)

    def update(self, state: object, x_i: object) -> Tensor:
        """Return the state after the bits x_i (B,)."""
        past = self._past(state)
        if not isinstance(x_i, Tensor) or tuple(x_i.shape) != (len(past),):
            raise Failed(said("update takes x_i of shape (B,), one bit for each row."))
        if not ((x_i == 0) | (x_i == 1)).all():
            raise Failed(self.fed or said("update takes zeros and ones."))
        if past.shape[1] >= self.layout.size:
            raise Failed(self._beyond())
        self.steps.append(("update", past.shape[1]))
        code: Tensor = state  # type: ignore[assignment]
        return 3 * code + 1 + x_i.to(torch.float64).unsqueeze(1)

    def _past(self, state: object) -> Tensor:
        """Return the bits that a state has seen, int64 (B, t); raises Failed for no state."""
        past = past_in(state, self.layout.size, torch.float64)
        if past is not None:
            return past
        raise Failed(
            said(
                "`{name}` should hand on a state as `start` or `update` has returned it.",
                name=self.asking,
            )
        )

    def _other(self, x: object) -> Tensor:
        raise Failed(BY_STEPS)

    def _beyond(self) -> str:
        return said(
            "`{name}` should end after as many steps as there are columns.", name=self.asking
        )


def require_calls(walk: Walk, num_dims: int) -> None:
    """Raise Failed unless a row of D columns took one start, D reads and D - 1 or D updates."""
    if walk.count("start") != 1:
        raise Failed(ONCE)
    if walk.count("read") != num_dims:
        raise Failed(READS)
    if walk.count("update") not in (num_dims - 1, num_dims):
        raise Failed(UPDATES)


def walk_mistake(walk: Walk) -> str:
    """Say what is wrong with the order of the calls, "" where that is right."""
    reads = [length for name, length in walk.steps if name == "read"]
    if reads == list(range(len(reads))):
        return ONCE if walk.count("start") > 1 else ""
    if not any(reads) and walk.count("update"):
        return said("`update` returns the new state: here what it returns is thrown away.")
    if walk.count("start") > 1:
        return ONCE
    if reads[0] > 0:
        return said("Column i has seen x_i itself: read first, then update.")
    if reads == [max(0, step - 1) for step in range(len(reads))]:
        return said("The state is one step late: update it with the bit of this step.")
    return BY_STEPS
