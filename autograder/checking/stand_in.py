"""Functions of the reference that the grader plays where a student's own have failed before.

One fault pays once: what a later exercise is made of is asked with them in place of the student's.
Only what they give crosses the wire, never what they are. They compute on what strangers send, so
each call is looked at before it is computed, and each question has only so much of them.
"""

import builtins
import inspect
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from autograder.checking.oracle import TookTooLong
from autograder.checking.transport import Failed, Play
from autograder.text.i18n import said
from autograder.worker.pullback import pullback

MARK = "~"  # begins an address: the models that a check gives are numbered

# Of one call: what comes in, the largest tensor that is made of it, and the steps to make it.
MOST_ENTRIES, LARGEST, MOST_STEPS = 1 << 20, 1 << 22, 1 << 12
# Of whole numbers, all multiplied together, and once more by the largest: no less than the entries
# of a mask over channels, and than the turns of a loop that fills one.
MOST_OF_NUMBERS = 1 << 24
LONGEST_TEXT = 100
# Of one question: training asks twice in each of 500 steps, which takes half a second.
MOST_CALLS, MOST_OF_ALL, CPU_SECONDS = 1 << 12, 1 << 27, 10.0
CPU_SECONDS_IN_ALL = 30.0  # of one asking of an exercise: each of its cells is a question, too
REMEMBERED = 256  # forms of calls that have been looked at

_DTYPES = (
    *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
    *(torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.bool),
)


class Refused(Exception):
    """A call that is not computed; the text goes to the student's process."""


class StandIns:
    """The reference's functions by name, as one asking of one exercise has them.

    `called`, the names that the student's code has asked for.
    """

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = dict(functions)
        self._forms: set[tuple[Any, ...]] = set()
        self._used = 0.0
        self.called: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names under which they stand, in a fixed order."""
        return tuple(sorted(self._functions))

    @property
    def addresses(self) -> frozenset[str]:
        """Return what the student's process may call."""
        return frozenset(f"{MARK}{name}" for name in self._functions)

    def beside(self, play: Play | None) -> Play:
        """Return one question's player: of these functions, and of the models that `play` plays."""
        meter = _Meter()

        def both(method: str, args: Sequence[Any]) -> Any:
            if method.startswith(MARK):
                return self._answer(method.removeprefix(MARK), args, meter)
            if play is None:
                raise Refused("no model is played here")
            return play(method, args)

        return both

    def _answer(self, name: str, asked: Sequence[Any], meter: "_Meter") -> Any:
        """Answer one call, or tell what it raises; raises Failed when there were too many."""
        meter.require_rest(name, self._used >= CPU_SECONDS_IN_ALL)
        self.called.add(name)
        start, entries = time.thread_time(), 0
        try:
            call = _call_of(asked)
            entries = call.entries
            return {"value": self._computed(name, call)}
        except Refused as refused:
            return {"raised": "RuntimeError", "text": f"{name}: {refused}"}
        except Exception as error:  # the boundary to the reference: what it raises, it refuses with
            return {"raised": _kind_of(error), "text": f"{name} refuses these arguments"}
        finally:
            seconds = time.thread_time() - start
            meter.take(entries, seconds)
            self._used += seconds

    def _computed(self, name: str, call: "_Call") -> Any:
        function = self._functions[name]
        inspect.signature(function).bind(*call.args, **call.named)
        form = (name, *call.form)
        # To go through a call without memory has torch import for a second, once in a process.
        if call.size > LARGEST and form not in self._forms:
            _rehearse(function, call)
            if len(self._forms) < REMEMBERED:
                self._forms.add(form)
        if call.cotangent is None:
            with torch.no_grad():
                return function(*call.args, **call.named)
        return _pulled(function, call)


class _Meter:
    """What one question has used of the grader."""

    def __init__(self) -> None:
        self._calls = self._entries = 0
        self._used = 0.0

    def require_rest(self, name: str, spent: bool = False) -> None:
        """Raise Failed when the question has had all that there is, or the exercise has `spent`."""
        spent = spent or self._used >= CPU_SECONDS
        if self._calls < MOST_CALLS and self._entries <= MOST_OF_ALL and not spent:
            return
        message = said(
            "The reference's `{name}`, which stands in for yours, was asked too much: too many "
            "calls of it, or too large ones. Call it once for a whole batch.",
            name=name,
        )
        # What rests on a clock might come out otherwise another time, and is not kept.
        raise TookTooLong(message) if spent else Failed(message)

    def take(self, entries: int, seconds: float) -> None:
        """Count a call: the entries that came with it, and the processor time that it took."""
        self._calls += 1
        self._entries += entries
        self._used += seconds


class _Call:
    """A call as it came over the wire, found to be one that can be computed."""

    def __init__(
        self, args: list[Any], named: dict[str, Any], cotangent: Tensor | None, wrt: list[int]
    ) -> None:
        self.args, self.named, self.cotangent, self.wrt = args, named, cotangent, wrt
        given = [*args, *named.values()]
        self._size = _size_of(given if cotangent is None else [*given, cotangent])
        self.tensors = [value for value in given if isinstance(value, Tensor)]
        if not all(type(i) is int and 0 <= i < len(self.tensors) for i in wrt):
            raise Refused("a gradient with respect to nothing")

    @property
    def entries(self) -> int:
        """Return the number of entries of all its tensors."""
        return sum(tensor.numel() for tensor in self.tensors)

    @property
    def size(self) -> int:
        """Bound what can be made of it: the outer product of all that three tensors hold."""
        return self._size * max(1, self.entries) ** 3

    @property
    def form(self) -> tuple[Any, ...]:
        """Return all that decides how much there is to compute."""
        keys = (*range(len(self.args)), *self.named)
        values = (*self.args, *self.named.values())
        return tuple((key, *_form(value)) for key, value in zip(keys, values, strict=True))

    def replaced(self, tensor: Callable[[Tensor], Tensor]) -> tuple[list[Any], dict[str, Any]]:
        """Return its arguments with other tensors in their places."""

        def other(value: Any) -> Any:
            return tensor(value) if isinstance(value, Tensor) else value

        return [other(v) for v in self.args], {key: other(v) for key, v in self.named.items()}


def _call_of(asked: Sequence[Any]) -> _Call:
    """Read [args, named], for a gradient with its cotangent and the numbers of tensors after it."""
    if len(asked) not in (2, 4) or type(asked[0]) is not list or type(asked[1]) is not dict:
        raise Refused("a call of another form")
    if len(asked) == 2:
        return _Call(asked[0], asked[1], None, [])
    if not isinstance(asked[2], Tensor) or type(asked[3]) is not list or len(asked[3]) > 16:
        raise Refused("a gradient of another form")
    return _Call(asked[0], asked[1], asked[2], asked[3])


def _size_of(values: Iterable[Any]) -> int:
    """Return the product of the whole numbers and of the largest, once more.

    Raises Refused unless all are tensors, numbers and short texts of bounded size.
    """
    entries, numbers = 0, [1]
    for value in values:
        if isinstance(value, Tensor):
            if value.dtype not in _DTYPES:
                raise Refused("a tensor of another dtype")
            entries += value.numel()
        elif type(value) is int:
            numbers.append(max(1, abs(value)))
        elif type(value) is str and len(value) > LONGEST_TEXT:
            raise Refused("a text that is too long")
        elif value is not None and type(value) not in (bool, float, str):
            raise Refused("an argument that is neither a tensor nor a number nor a text")
    size = prod(numbers) * max(numbers)
    if entries > MOST_ENTRIES or size > MOST_OF_NUMBERS:
        raise Refused("too large to be computed here")
    return size


def _form(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Tensor):
        return (value.dtype, tuple(value.shape))
    return (type(value), repr(value))


class _Bounded(TorchFunctionMode):
    """Refuses to go on when a step makes more than the grader has room for."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Take one step, if it is among the first, and look at what it makes."""
        self._steps += 1
        made = func(*args, **(kwargs or {}))
        several = made if isinstance(made, tuple | list) else [made]
        largest = max((m.numel() for m in several if isinstance(m, Tensor)), default=0)
        if self._steps > MOST_STEPS or largest > LARGEST:
            raise Refused("too large to be computed here")
        return made


def _rehearse(function: Callable[..., Any], call: _Call) -> None:
    """Go through a call on tensors that have a shape and no memory; raises what it raises."""
    args, named = call.replaced(lambda tensor: torch.empty_like(tensor, device="meta"))
    with torch.no_grad(), torch.device("meta"), _Bounded():
        function(*args, **named)


def _pulled(function: Callable[..., Any], call: _Call) -> list[Tensor]:
    """Return the vector-Jacobian product with respect to the tensors that `wrt` numbers."""
    tensors = list(call.tensors)
    for i in set(call.wrt):
        tensors[i] = tensors[i].clone().requires_grad_()
    rest = iter(tensors)
    args, named = call.replaced(lambda _: next(rest))
    inputs = [tensors[i] for i in call.wrt]
    with torch.enable_grad():
        value = function(*args, **named)
    cotangent = call.cotangent
    assert cotangent is not None
    if not isinstance(value, Tensor) or value.shape != cotangent.shape:
        raise Refused("a gradient of another shape")
    if not value.requires_grad:
        return [torch.zeros_like(x) for x in inputs]
    given = pullback(value, inputs, cotangent.to(value.dtype))
    pairs = zip(given, inputs, strict=True)
    return [torch.zeros_like(x) if g is None else g.detach() for g, x in pairs]


def _kind_of(error: Exception) -> str:
    """Return the name of the built-in exception that this one is."""
    names = (
        kind.__name__ for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind
    )
    return str(next(names))
