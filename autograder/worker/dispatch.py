"""The dispatcher: carries out a check's requests on live objects, beside the student's code.

It runs in the sandbox when a class is graded, and in the student's own process when they check
themselves. Nothing it says is trusted by the grader.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from autograder.worker.counting import OperationCount, counted
from autograder.worker.data import NotData, as_data, plain_tensor
from autograder.worker.layers import After, learning, names_among
from autograder.worker.live import live
from autograder.worker.making import MAKING
from autograder.worker.model_dtype import Beside
from autograder.worker.operations import MOST_NAMES, operation_names
from autograder.worker.parameters import parameters_named, pulled_to
from autograder.worker.placement import Placement
from autograder.worker.played import Play
from autograder.worker.pullback import pullback
from autograder.worker.threads import one_thread
from autograder.worker.touched import arrange, optimiser, touched
from autograder.worker.training import (
    begin,
    reduce_squares,
    train_by_protocol,
    train_on_texts,
    train_towards,
)
from autograder.worker.without_autograd import without_autograd

TRAINING = ("loss", "steps", "batch_size", "seed", "lr", "optimiser")  # of a request to train
T = TypeVar("T")
Given = tuple[Tensor, torch.Size, torch.dtype]  # an argument, and what it was before the call


class Missing(Exception):
    """The submission defines no such name."""


class NoGradient(Exception):
    """The result does not require a gradient."""


class Dispatcher:
    """Live objects of one submission: its namespace, and what checks constructed from it."""

    def __init__(
        self, namespace: dict[str, Any], play: Play, placement: Placement | None = None
    ) -> None:
        self._names = namespace
        self._play = play
        self._counter: OperationCount | None = None
        self._placement = placement or Placement()
        self._kept: list[Any] = []
        self._begun: dict[int, dict[str, Any]] = {}  # trainings in parts, by what is trained

    def answer(self, request: Mapping[str, Any]) -> Any:
        """Carry out one request of checking/student.py and give its value as plain data."""
        ops = {
            "call": self._call,
            "vjp": self._vjp,
            "gradient": self._gradient,
            "count": self._count,
            "operations": self._operations,
            "state": self._state,
            "load_state": self._load_state,
            "mode": self._mode,
            "train": self._train,
            "seed": self._seed,
            "learning": lambda request: learning(self._target(request)),
            "names_among": self._names_among,
            "touched": lambda request: touched(self._target(request)),
            "arrange": lambda asked: arrange(self._target(asked), asked["grads"], asked["modes"]),
            "optimiser": self._optimiser,
        }
        if request["op"] in MAKING:
            return self._keep(MAKING[request["op"]](request))
        return ops[request["op"]](request)

    def _call(self, request: Mapping[str, Any]) -> Any:
        target = self._target(request)
        args, kwargs = self._given(request)
        # What is kept here is looked at by questions of its own.
        sent = [
            isinstance(one, Tensor)
            for one in [*request["args"], *request.get("kwargs", {}).values()]
        ]

        def call(args: list[Any], kwargs: dict[str, Any]) -> Any:
            beside = Beside(self._owner(request), *args, *kwargs.values())
            args, kwargs = beside.given(args), beside.given(kwargs)
            every = zip([*args, *kwargs.values()], sent, strict=True)
            given = [(arg, arg.shape, arg.dtype) for arg, came in every if came]
            recording = not request.get("no_grad", False)
            banned = without_autograd() if request.get("without_autograd") else nullcontext()
            with torch.set_grad_enabled(recording), banned:
                return beside.told(self._told(target(*args, **kwargs), given, request))

        return self._placement.run(self._owner(request), call, args, kwargs)

    def _told(self, value: Any, given: Sequence[Given], request: Mapping[str, Any]) -> Any:
        """Return of a value, and of the tensors given to the call, what the request wants to
        know.
        """
        if request.get("keep"):
            return self._keep(value)
        if request.get("tell") == "nothing":
            return None
        if request.get("tell") == "requires_grad":
            return bool(isinstance(value, Tensor) and value.requires_grad)
        if request.get("watch"):
            return [as_data(value), [_left(*each) for each in given]]
        return as_data(value)

    def _vjp(self, request: Mapping[str, Any]) -> list[Tensor]:
        args = [self._live(arg) for arg in request["args"]]

        def pull(args: list[Any], cotangents: Tensor) -> list[Tensor]:
            args = Beside(self._owner(request), *args).given(args)
            for i in request["wrt"]:
                args[i] = args[i].clone().requires_grad_()
            inputs = [args[i] for i in request["wrt"]]
            with torch.enable_grad():
                value = self._target(request)(*args)
            if not isinstance(value, Tensor) or not value.requires_grad:
                raise NoGradient("the result does not require a gradient")
            rows = [self._pull(value, inputs, row) for row in cotangents]
            return [torch.stack(column).cpu() for column in zip(*rows, strict=True)]

        return self._placement.run(self._owner(request), pull, args, request["cotangents"])

    @staticmethod
    def _pull(value: Tensor, inputs: list[Tensor], row: Tensor) -> list[Tensor]:
        given = pullback(value, inputs, row.to(value.dtype), retain_graph=True)
        pairs = zip(given, inputs, strict=True)
        return [torch.zeros_like(x) if g is None else _dense(g.detach()) for g, x in pairs]

    def _gradient(self, request: Mapping[str, Any]) -> dict[str, Tensor]:
        target, model = self._target(request), self._owner(request)
        args, kwargs = self._given(request)

        def pull(args: list[Any], kwargs: dict[str, Any]) -> dict[str, Tensor]:
            beside = Beside(model, *args, *kwargs.values())
            with torch.enable_grad():
                value = target(*beside.given(args), **beside.given(kwargs))
            if not isinstance(value, Tensor) or not value.requires_grad:
                raise NoGradient("the result does not require a gradient")
            chosen = parameters_named(model, request["parameters"])
            return pulled_to(chosen, value, request["cotangent"])

        return self._placement.run(model, pull, args, kwargs)

    def _count(self, request: Mapping[str, Any]) -> int:
        def count(call: Callable[[], Any]) -> int:
            self._counter = OperationCount()
            try:
                return counted(call, self._counter)
            finally:
                self._counter = None

        return self._looked_at(request, count)

    def _operations(self, request: Mapping[str, Any]) -> list[str]:
        def noted(call: Callable[[], Any]) -> list[str]:
            with operation_names() as names:
                call()
            return sorted(names)[:MOST_NAMES]

        return self._looked_at(request, noted)

    def _looked_at(self, request: Mapping[str, Any], look: Callable[[Callable[[], Any]], T]) -> T:
        """Return what `look` makes of a call, of which the result does not matter."""
        target = self._target(request)
        args, kwargs = self._given(request)

        def looked(args: list[Any], kwargs: dict[str, Any]) -> T:
            beside = Beside(self._owner(request), *args, *kwargs.values())
            args, kwargs = beside.given(args), beside.given(kwargs)
            return look(lambda: target(*args, **kwargs))

        return self._placement.run(self._owner(request), looked, args, kwargs)

    def _played(self, address: str, args: Sequence[Any]) -> Any:
        """Have the grader answer; what it computes is not what the student's code does."""
        if self._counter is None:
            return self._play(address, args)
        with self._counter.paused():
            return self._play(address, args)

    def _given(self, request: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        args = [self._live(arg) for arg in request["args"]]
        return args, {key: self._live(value) for key, value in request.get("kwargs", {}).items()}

    def _state(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return {str(k): as_data(v) for k, v in self._target(request).state_dict().items()}

    def _load_state(self, request: Mapping[str, Any]) -> None:
        self._target(request).load_state_dict(request["state"])

    def _mode(self, request: Mapping[str, Any]) -> None:
        module = self._target(request)
        module.train(request["train"])
        if request["dtype"]:
            module.to(getattr(torch, request["dtype"]))

    def _train(self, request: Mapping[str, Any]) -> None:
        model = self._target(request)
        chosen = {key: request[key] for key in TRAINING}

        def train(images: Tensor, wanted: Tensor | None, *before: Tensor) -> None:
            images, wanted = Beside(model).given([images, wanted])
            if request.get("part") is not None:
                chosen.update(self._going_on(model, request))
            with torch.enable_grad(), one_thread():
                if request["loss"] == "squares":
                    reduce_squares(model, images, request["steps"])
                elif wanted is not None:
                    train_towards(model, images, wanted, **chosen)
                elif request["loss"] == "tokens":
                    how = {key: value for key, value in chosen.items() if key != "loss"}
                    train_on_texts(After(model, before) if before else model, images, **how)
                else:
                    train_by_protocol(model, images, **chosen)

        given = request["images"], request.get("wanted"), *request.get("before", [])
        self._placement.run(model, train, *given)

    def _going_on(self, model: Any, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the parts before have begun; the first part begins it."""
        if request["part"] == 0:
            how = request["seed"], request["lr"], request["optimiser"]
            self._begun[request["ref"]] = begin(model, *how)
        return self._begun[request["ref"]]

    def _seed(self, request: Mapping[str, Any]) -> None:
        seed_everything(request["seed"])

    def _names_among(self, request: Mapping[str, Any]) -> list[str] | None:
        return names_among(self._target(request), self._kept[request["found"]])

    def _optimiser(self, request: Mapping[str, Any]) -> int:
        return self._keep(optimiser(self._target(request), request["kind"], request["options"]))

    def _keep(self, value: Any) -> int:
        self._kept.append(value)
        return len(self._kept) - 1

    def _target(self, request: Mapping[str, Any]) -> Any:
        if "ref" in request:
            kept = self._kept[request["ref"]]
            method = request.get("method")
            return kept if method in (None, "__call__") else getattr(kept, method)
        name = request["name"]
        if name not in self._names:
            raise Missing(name)
        return self._names[name]

    def _owner(self, request: Mapping[str, Any]) -> Any:
        """Return the object that a request is `of`, or whose method is asked; else None."""
        ref = request.get("of", request.get("ref"))
        return None if ref is None else self._kept[ref]

    def _live(self, value: Any) -> Any:
        return live(value, self._kept, self._played)


def _dense(gradient: Tensor) -> Tensor:
    """Return a gradient as a dense tensor: that of `torch.gather(…, sparse_grad=True)` is none."""
    return gradient if gradient.layout is torch.strided else gradient.to_dense()


def _left(argument: Tensor, shape: torch.Size, dtype: torch.dtype) -> Tensor | None:
    """Return an argument as a call has left it, None where it is not such a tensor any more."""
    try:
        left = plain_tensor(argument)
    except NotData:
        return None
    return left if (left.shape, left.dtype) == (shape, dtype) else None


def seed_everything(seed: int) -> None:
    """Seed the global generators of Python, NumPy and torch."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    if torch.version.cuda or torch.version.hip or torch.backends.mps.is_built():
        torch.manual_seed(seed)
    else:  # that would walk the stack, for half a ms, in case there were a device to seed later
        torch.default_generator.manual_seed(seed)
