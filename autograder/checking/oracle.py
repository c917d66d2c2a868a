"""Models that the grader plays, and what a question may have them do.

An oracle computes in the grader: in its memory, and on nobody's clock. So each question has a
budget, and each call is paid for before anything is computed.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from autograder.checking.transport import Failed, Play
from autograder.text.i18n import said

ITEM_BYTES = 64  # at least what any plain value takes
TEMPORARIES = 8  # arrays as large as the answer, of a function that computes entry by entry


class TookTooLong(Failed):
    """The calls of a played model took too much processor time of the grader's."""


@dataclass(frozen=True)
class Cost:
    """What answering one call takes: `rows`, batch entries; `bytes` of memory at its height."""

    rows: int
    bytes: int


@dataclass(frozen=True)
class Budget:
    """What one question may have a played model do, all `calls` together unless said otherwise.

    `rows`, batch entries; `bytes` of all arguments, which may be kept; `call_bytes`, memory that
    answering one call takes; `seconds` of the grader's processor time.
    """

    calls: int = 1 << 12
    rows: int = 1 << 20
    bytes: int = 1 << 26
    call_bytes: int = 96_000_000
    seconds: float = 5.0


def broadcast(*shapes: Sequence[int]) -> list[int]:
    """Return the shape that arrays of these shapes are broadcast to, if they can be at all.

    torch.broadcast_shapes would import half a second of torch for it.
    """
    longest = max(map(len, shapes), default=0)
    aligned = [[1] * (longest - len(shape)) + list(shape) for shape in shapes]
    return [0 if 0 in column else max(column) for column in zip(*aligned, strict=True)]


def elementwise(*args: Any) -> Cost:
    """Return the cost of a function that computes entry by entry, its arguments broadcast."""
    shape = broadcast(*(arg.shape for arg in args if isinstance(arg, Tensor)))
    return Cost(max(shape[:1], default=1), 8 * TEMPORARIES * max(math.prod(shape), len(args)))


@dataclass(frozen=True)
class Oracle:
    """A model played by the grader: its methods are called with plain tensors, one per name.

    In the student's process it is an `nn.Module` whose `forward` (if given) and other methods
    ask the grader. So the grader sees every input, and no hidden model ever enters the sandbox.
    `costs` gives for the arguments of a method what answering takes, by their shapes alone; a
    method that is not named there is taken to be `elementwise`. `plain`, as a function, with
    nothing of a module: where a contract takes any callable.
    """

    methods: Mapping[str, Callable[..., Any]]
    budget: Budget = Budget()
    costs: Mapping[str, Callable[..., Cost]] = field(default_factory=dict)
    plain: bool = False


def player(oracles: Sequence[Oracle]) -> Play:
    """Return the function that answers one question's calls of `oracles[index].method`.

    It raises Failed for a call that is beyond the budget of its oracle.
    """
    accounts = [_Account(oracle) for oracle in oracles]

    def play(method: str, args: Sequence[Any]) -> Any:
        index, _, name = method.partition(".")
        return accounts[int(index)].answer(name, args)

    return play


class _Account:
    """What one question has had one oracle do."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle, self._budget = oracle, oracle.budget
        self._calls = self._rows = self._bytes = 0
        self._seconds = 0.0

    def answer(self, name: str, args: Sequence[Any]) -> Any:
        """Answer a call; raises Failed when it is beyond the budget."""
        self._calls += 1
        self._bytes += size_of(args)
        self._require_room()
        start = time.thread_time()
        try:
            cost_of: Callable[..., Cost] = self._oracle.costs.get(name, elementwise)
            self._pay(cost_of(*args))
            return self._oracle.methods[name](*args)
        finally:
            self._seconds += time.thread_time() - start

    def _require_room(self) -> None:
        budget = self._budget
        if self._calls > budget.calls:
            raise Failed(
                said(
                    "The model was called more than {number} times in one question. Call it once "
                    "for a whole batch, and only as often as an answer is needed.",
                    number=f"{budget.calls:,}",
                )
            )
        if self._bytes > budget.bytes:
            raise Failed(_too_much(budget.bytes))
        if self._seconds > budget.seconds:
            raise TookTooLong(
                said(
                    "The model's answers in one question took more than {number} s of processor "
                    "time. Call it less often, and with no more than the batch that is asked for.",
                    number=f"{budget.seconds:g}",
                )
            )

    def _pay(self, cost: Cost) -> None:
        self._rows += cost.rows
        if self._rows > self._budget.rows:
            raise Failed(
                said(
                    "The model was given more than {number} rows (images, or draws of z) in one "
                    "question. Give it only the batch that is asked for.",
                    number=f"{self._budget.rows:,}",
                )
            )
        if cost.bytes > self._budget.call_bytes:
            raise Failed(_too_much(self._budget.call_bytes))


def _too_much(most: int) -> str:
    return said(
        "The model was given so much that its answers would take more than {number} MB. Give it "
        "only the batch that is asked for, and smaller parts of it if that is large.",
        number=round(most / 1e6),
    )


def size_of(value: Any) -> int:
    """Return about how many bytes plain data takes, however nested."""
    if isinstance(value, Tensor):
        return ITEM_BYTES + value.numel() * value.element_size()
    if isinstance(value, str):
        return ITEM_BYTES + len(value)
    if isinstance(value, int):
        return ITEM_BYTES + value.bit_length() // 8
    if isinstance(value, Mapping):
        return ITEM_BYTES + sum(size_of(key) + size_of(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return ITEM_BYTES + sum(size_of(item) for item in value)
    return ITEM_BYTES
