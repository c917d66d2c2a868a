"""A submission's code as a check sees it: questions out, validated plain tensors back.

Nothing here knows where the code runs. A Desk does: the sandbox's wire when a class is graded,
the student's own notebook when they check themselves.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

import torch
from torch import Tensor

from autograder.desk import Desk, Failed, NoGradient, Play, StudentCrashed
from autograder.language import said

__all__ = [
    "Answer",
    "Desk",
    "Expect",
    "Failed",
    "Handle",
    "NoGradient",
    "Oracle",
    "Play",
    "Student",
    "StudentCrashed",
    "expected_tensor",
]

PUBLISHED_LR = 3e-3  # of the protocol, whose text in the handout spells it out


@dataclass(frozen=True)
class Expect:
    """Shape and dtype that an answer must have; dtype None means any floating dtype."""

    shape: tuple[int, ...]
    dtype: torch.dtype | None = None

    @property
    def nbytes(self) -> int:
        """Most bytes an answer of this shape can take."""
        return 8 * max(1, math.prod(self.shape))


@dataclass(frozen=True)
class Oracle:
    """A model played by the grader: its methods are called with plain tensors, one per name.

    In the student's process it is an `nn.Module` whose `forward` (if given) and other methods
    ask the grader. So the grader sees every input, and no hidden model ever enters the sandbox.
    """

    methods: Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Answer:
    """A value, and the tensor arguments as they stand after the call, to see modifications."""

    value: Any
    arguments: tuple[Any, ...] = ()


def expected_tensor(value: object, expect: Expect, what: str) -> Tensor:
    """Give `value` if it is a plain tensor as expected, else raise Failed saying what it is."""
    if not isinstance(value, Tensor):
        seen = said("It returned a {kind}.", kind=type(value).__name__)
        raise Failed(said("{what} should return one tensor.", what=what), seen=seen)
    if tuple(value.shape) != expect.shape:
        shape = str(expect.shape)
        wanted = said("{what} should return a tensor of shape {shape}.", what=what, shape=shape)
        seen = said("It returned shape {shape}.", shape=str(tuple(value.shape)))
        raise Failed(wanted, seen=seen)
    right = value.dtype.is_floating_point if expect.dtype is None else value.dtype == expect.dtype
    if not right:
        seen = said("It returned {dtype}.", dtype=str(value.dtype))
        if expect.dtype is None:
            raise Failed(said("{what} should return a floating dtype.", what=what), seen=seen)
        dtype = str(expect.dtype)
        raise Failed(said("{what} should return {dtype}.", what=what, dtype=dtype), seen=seen)
    return value


class _Calls(ABC):
    """Ways of calling, shared by Student (functions by name) and Handle (methods)."""

    _desk: Desk

    @abstractmethod
    def _target(self, name: str) -> dict[str, Any]: ...

    @abstractmethod
    def _title(self, name: str) -> str: ...

    def _ask(self, op: str, name: str, args: Sequence[Any], max_bytes: int, **more: Any) -> Any:
        oracles: list[Oracle] = []
        more["args"] = [_pack(arg, oracles) for arg in args]
        more["kwargs"] = {k: _pack(v, oracles) for k, v in more.get("kwargs", {}).items()}
        request = {"op": op, **self._target(name), **more}
        return self._desk.ask(request, _player(oracles) if oracles else None, max_bytes)

    def call(self, name: str, *args: Any, expect: Expect, **kwargs: Any) -> Tensor:
        """Call and give the tensor it returns, checked against `expect`; raises Failed if not."""
        value = self._ask("call", name, args, 2 * expect.nbytes, kwargs=kwargs)
        return expected_tensor(value, expect, self._title(name))

    def call_many(self, name: str, *args: Any, expect: Sequence[Expect]) -> tuple[Tensor, ...]:
        """Call something that returns a tuple of tensors; each is checked."""
        value = self._ask("call", name, args, 2 * sum(e.nbytes for e in expect), kwargs={})
        title = self._title(name)
        if not isinstance(value, list | tuple) or len(value) != len(expect):
            number = len(expect)
            raise Failed(
                said("{what} should return a tuple of {number} tensors.", what=title, number=number)
            )
        pairs = zip(value, expect, strict=True)
        return tuple(expected_tensor(v, e, title) for v, e in pairs)

    def call_plain(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call something that returns plain data (dict, list, str, float, …), however nested."""
        return self._ask("call", name, args, 1 << 16, kwargs=kwargs)

    def call_watched(self, name: str, *args: Any, expect: Expect, **kwargs: Any) -> Answer:
        """Call, and also give the tensor arguments as they stand afterwards, named ones last."""
        given = [arg for arg in [*args, *kwargs.values()] if isinstance(arg, Tensor)]
        room = 2 * (expect.nbytes + sum(arg.numel() * arg.element_size() for arg in given))
        value, after = self._ask("call", name, args, room, kwargs=kwargs, watch=True)
        return Answer(expected_tensor(value, expect, self._title(name)), tuple(after))

    def requires_grad(self, name: str, *args: Any, **kwargs: Any) -> bool:
        """Say whether the tensor that a call returns requires a gradient."""
        return bool(self._ask("call", name, args, 1 << 10, kwargs=kwargs, tell="requires_grad"))

    def vjp(
        self, name: str, *args: Any, wrt: Sequence[int], cotangents: Tensor
    ) -> tuple[Tensor, ...]:
        """Pull rows of cotangents back through one call: one forward, one backward per row.

        Args: `wrt`, the positions of the arguments to differentiate; `cotangents` of shape
        (R, *output.shape). Gives, per position, a tensor (R, *argument.shape), zeros where the
        output does not depend on it. Raises NoGradient when the output requires none.
        """
        rows = cotangents.shape[0]
        sizes = [rows * args[i].numel() * 8 for i in wrt]
        more = {"wrt": list(wrt), "cotangents": cotangents}
        value = self._ask("vjp", name, args, 2 * sum(sizes), **more)
        title = said("the gradient of {what}", what=self._title(name))
        if not isinstance(value, list) or len(value) != len(wrt):
            raise StudentCrashed("The worker's reply had another form.", "protocol")
        shapes = [Expect((rows, *args[i].shape)) for i in wrt]
        return tuple(expected_tensor(v, e, title) for v, e in zip(value, shapes, strict=True))

    def construct(self, name: str, *args: Any, **kwargs: Any) -> "Handle":
        """Call and keep the result in the student's process; gives a handle to it."""
        ref = self._ask("call", name, args, 1 << 10, kwargs=kwargs, keep=True)
        if not isinstance(ref, int):
            raise StudentCrashed("The worker's reply had another form.", "protocol")
        return Handle(self._desk, ref, self._title(name))


@dataclass(frozen=True)
class Student(_Calls):
    """One submission's code, in one process: functions by name, objects by handle."""

    _desk: Desk

    def _target(self, name: str) -> dict[str, Any]:
        return {"name": name}

    def _title(self, name: str) -> str:
        return f"`{name}`"

    def raised(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Call and give the name of the exception it raised, '' if it returned."""
        try:
            self._ask("call", name, args, 1 << 10, kwargs=kwargs, tell="nothing")
        except StudentCrashed as crash:
            if crash.cause != "exception" or not crash.kind:
                raise
            return crash.kind
        return ""

    def seed_everything(self, seed: int) -> None:
        """Seed Python's, NumPy's and torch's global generators in the student's process."""
        self._desk.ask({"op": "seed", "seed": seed}, None, 1 << 10)

    def generator(self, seed: int) -> "Handle":
        """Make a `torch.Generator` with this seed in the student's process."""
        ref = self._desk.ask({"op": "generator", "seed": seed}, None, 1 << 10)
        if not isinstance(ref, int):
            raise StudentCrashed("The worker's reply had another form.", "protocol")
        return Handle(self._desk, ref, said("the generator"))

    @contextmanager
    def fresh(self) -> Iterator["Student"]:
        """Give the same submission in a new process that has seen no question, then end it."""
        desk = self._desk.fresh()
        try:
            yield Student(desk)
        finally:
            desk.close()


@dataclass(frozen=True)
class Handle(_Calls):
    """An object that lives in the student's process, such as a model."""

    _desk: Desk
    ref: int
    title: str = field(default=said("the object"))

    def _target(self, name: str) -> dict[str, Any]:
        return {"ref": self.ref, "method": name}

    def _title(self, name: str) -> str:
        return self.title if name == "__call__" else f"{self.title}.{name}"

    def forward(self, x: Tensor, expect: Expect) -> Tensor:
        """Call the object itself on `x`, without gradients."""
        value = self._ask("call", "__call__", (x,), 2 * expect.nbytes, no_grad=True)
        return expected_tensor(value, expect, self._title("__call__"))

    def mode(self, *, train: bool = False, dtype: torch.dtype | None = None) -> None:
        """Put a module in train or eval mode and, if given, cast it to a floating dtype."""
        name = None if dtype is None else str(dtype).removeprefix("torch.")
        request = {"op": "mode", "ref": self.ref, "train": train, "dtype": name}
        self._desk.ask(request, None, 1 << 10)

    def state_dict(self) -> dict[str, Tensor]:
        """Give the module's state_dict as plain tensors."""
        value = self._desk.ask({"op": "state", "ref": self.ref}, None, 1 << 26)
        if not isinstance(value, dict) or not all(isinstance(v, Tensor) for v in value.values()):
            raise StudentCrashed("The worker's reply had another form.", "protocol")
        return value

    def load_state_dict(self, state: Mapping[str, Tensor]) -> None:
        """Load a state_dict into the module."""
        request = {"op": "load_state", "ref": self.ref, "state": dict(state)}
        self._desk.ask(request, None, 1 << 10)

    def train(
        self,
        images: Tensor,
        *,
        loss: str,
        steps: int,
        batch_size: int = 64,
        seed: int = 0,
        lr: float = PUBLISHED_LR,
    ) -> None:
        """Train the module in the student's process by the course's fixed protocol.

        Args: `images` as the model takes them, float; `loss`, "categorical" for a model that maps
        images to logits (B, V, C, H, W) or "elbo" for a VAE with `elbo(x, noise)` and `encode`;
        see `autograder.worker.protocol`. A single layer takes plain steps with "squares".
        """
        request = {
            "op": "train",
            "ref": self.ref,
            "images": images,
            "loss": loss,
            "steps": steps,
            "batch_size": batch_size,
            "seed": seed,
            "lr": lr,
        }
        self._desk.ask(request, None, 1 << 10)


def _pack(value: Any, oracles: list[Oracle]) -> Any:
    """Turn an argument into plain data; handles and oracles become tagged maps."""
    if isinstance(value, Handle):
        return {"~ref": value.ref}
    if isinstance(value, Oracle):
        oracles.append(value)
        methods = {name: list(signature(f).parameters) for name, f in value.methods.items()}
        return {"~oracle": len(oracles) - 1, "methods": methods}
    if isinstance(value, tuple):
        return {"~tuple": [_pack(item, oracles) for item in value]}
    return value


def _player(oracles: Sequence[Oracle]) -> Play:
    """Give the function that answers the student's calls of `oracles[index].method`."""

    def play(method: str, args: Sequence[Any]) -> Any:
        index, _, name = method.partition(".")
        return oracles[int(index)].methods[name](*args)

    return play
