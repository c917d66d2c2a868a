"""What a check may ask of a function or an object of a submission, in whatever process it lives."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.oracle import Oracle, player
from autograder.checking.packing import packed
from autograder.checking.protocol import Protocol, chosen_of
from autograder.checking.reply import (
    Expect,
    Watched,
    expected_count,
    expected_gradients,
    expected_names,
    expected_reference,
    expected_state,
    expected_tensor,
    expected_tensors,
    expected_truth,
    require_nothing,
    room_for,
    watched_answer,
)
from autograder.checking.scales import Scales
from autograder.checking.transport import StudentCrashed, Transport
from autograder.text.i18n import said

STATE_BYTES = 1 << 26  # of all parameters and buffers of a module


class Calls(ABC):
    """Ways of calling, shared by Student (functions by name) and Handle (methods)."""

    _transport: Transport
    order: torch.Generator | None  # from which the order of named arguments is drawn
    scales: Scales

    @abstractmethod
    def _target(self, name: str) -> dict[str, Any]: ...

    @abstractmethod
    def _title(self, name: str) -> str: ...

    def ask(self, op: str, name: str, args: Sequence[Any], max_bytes: int, **more: Any) -> Any:
        """Have an operation of the worker carried out on a function or method."""
        oracles: list[Oracle] = []
        more["args"] = [packed(arg, oracles) for arg in args]
        more["kwargs"] = {k: packed(v, oracles) for k, v in more.get("kwargs", {}).items()}
        request = {"op": op, **self._target(name), **more}
        return self._transport.ask(request, player(oracles) if oracles else None, max_bytes)

    @overload
    def call(self, name: str, *args: Any, expect: None = None, **named: Any) -> Answer: ...
    @overload
    def call(self, name: str, *args: Any, expect: Expect, **named: Any) -> Tensor: ...

    def call(
        self, name: str, *args: Any, expect: Expect | None = None, **named: Any
    ) -> Answer | Tensor:
        """Return an Answer to compare; with `expect`, call at once and return the tensor.

        Raises Failed, with `expect`, when the answer is no tensor of this shape and dtype.
        """
        if expect is None:
            return Answer(self, name, args, named)
        value = self.ask("call", name, args, 2 * expect.nbytes, kwargs=named)
        return expected_tensor(value, expect, self._title(name))

    def ask_tensor(self, name: str, args: Sequence[Any], expect: Expect) -> Tensor:
        """Call and return the tensor; raises Failed when it is not as expected."""
        return self.call(name, *args, expect=expect)

    def kept(self, name: str, *args: Any) -> Callable[[Expect], Tensor]:
        """Call, keep the result where it is, and return a function that reads it as it is now."""
        handle = self.construct(name, *args)
        return lambda expect: handle.call("clone", expect=expect)

    def call_many(self, name: str, *args: Any, expect: Sequence[Expect]) -> tuple[Tensor, ...]:
        """Call something that returns a tuple of tensors; each is checked."""
        value = self.ask("call", name, args, 2 * sum(e.nbytes for e in expect), kwargs={})
        return expected_tensors(value, expect, self._title(name))

    def call_plain(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call something that returns plain data (dict, list, str, float, …), however nested."""
        return self.ask("call", name, args, 1 << 16, kwargs=kwargs)

    def call_watched(self, name: str, *args: Any, expect: Expect | None, **kwargs: Any) -> Watched:
        """Call, and also give the tensor arguments as they stand afterwards, named ones last.

        Without `expect` the answer is plain data. Raises Failed when an argument has another form.
        """
        given = [arg for arg in [*args, *kwargs.values()] if isinstance(arg, Tensor)]
        value = self.ask("call", name, args, room_for(expect, given), kwargs=kwargs, watch=True)
        return watched_answer(value, expect, given, self._title(name))

    def raised(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Call and give the name of the exception it raised, '' if it returned."""
        try:
            value = self.ask("call", name, args, 1 << 10, kwargs=kwargs, tell="nothing")
        except StudentCrashed as crash:
            if crash.cause != "exception" or not crash.kind:
                raise
            return crash.kind
        require_nothing(value, self._title(name))
        return ""

    def requires_grad(self, name: str, *args: Any, **kwargs: Any) -> bool:
        """Say whether the tensor that a call returns requires a gradient."""
        value = self.ask("call", name, args, 1 << 10, kwargs=kwargs, tell="requires_grad")
        return expected_truth(value, self._title(name))

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
        value = self.ask("vjp", name, args, 2 * sum(sizes), wrt=list(wrt), cotangents=cotangents)
        title = said("the gradient of {what}", what=self._title(name))
        return expected_tensors(value, [Expect((rows, *args[i].shape)) for i in wrt], title)

    def count_operations(self, name: str, *args: Any, **kwargs: Any) -> int:
        """Call and return how much arithmetic it did, by the rules of `autograder.worker.counting`.

        A product (m, k) × (k, n) counts m·k·n, nearly all else its largest tensor; the clock plays
        no part. Compare counts of two sizes. What NumPy does counts 0.
        """
        value = self.ask("count", name, args, 1 << 10, kwargs=kwargs)
        return expected_count(value, self._title(name))

    def operations(self, name: str, *args: Any, **kwargs: Any) -> frozenset[str]:
        """Call and return the names of the operations of PyTorch that it carried out.

        As the dispatcher knows them, such as "aten.convolution.default", whatever the student
        called and in whatever thread. What NumPy does has no name.
        """
        value = self.ask("operations", name, args, 1 << 16, kwargs=kwargs)
        return expected_names(value, self._title(name))

    def construct(self, name: str, *args: Any, **kwargs: Any) -> "Handle":
        """Call and keep the result in the student's process; returns a handle to it."""
        told = self.ask("call", name, args, 1 << 10, kwargs=kwargs, keep=True)
        ref = expected_reference(told, title := self._title(name))
        return Handle(self._transport, ref, title, self.order, self.scales)


@dataclass(frozen=True)
class Handle(Calls):
    """An object that lives in the student's process, such as a model."""

    _transport: Transport
    ref: int
    title: str = field(default=said("the object"))
    order: torch.Generator | None = field(default=None, repr=False, compare=False)
    scales: Scales = field(default_factory=Scales, repr=False, compare=False)

    def _target(self, name: str) -> dict[str, Any]:
        return {"ref": self.ref, "method": name}

    def _title(self, name: str) -> str:
        return self.title if name == "__call__" else f"{self.title}.{name}"

    def forward(self, x: Tensor, expect: Expect, *, before: Sequence[Tensor] = ()) -> Tensor:
        """Call the object itself on `x`, without gradients; `before`, arguments that precede it."""
        value = self.ask("call", "__call__", (*before, x), 2 * expect.nbytes, no_grad=True)
        return expected_tensor(value, expect, self._title("__call__"))

    def parameter_gradients(
        self,
        name: str,
        *args: Any,
        cotangent: Tensor | None = None,
        parameters: Sequence[str] = (),
        function_of: "Calls | None" = None,
        **kwargs: Any,
    ) -> dict[str, Tensor]:
        """Return the gradients of a method's result with respect to the module's parameters.

        Args: `cotangent`, what the result is multiplied by before it is summed, of its shape or
        one that broadcasts to it, ones by default; `parameters`, their names, by default all that
        require grad; `function_of`, the Student whose function it is, if no method. Gives tensors
        like the parameters by name, zeros for what has no say. Raises NoGradient where there is
        none.
        """
        row, asked = torch.ones(()) if cotangent is None else cotangent, function_of or self
        more = {"kwargs": kwargs, "cotangent": row, "parameters": list(parameters), "of": self.ref}
        value = asked.ask("gradient", name, args, STATE_BYTES, **more)
        title = said("the gradient of {what}", what=asked._title(name))
        return expected_gradients(value, parameters, title)

    def mode(self, *, train: bool = False, dtype: torch.dtype | None = None) -> None:
        """Put a module in train or eval mode and, if given, cast it to a floating dtype."""
        name = None if dtype is None else str(dtype).removeprefix("torch.")
        request = {"op": "mode", "ref": self.ref, "train": train, "dtype": name}
        self._do(request, said("Changing the model's mode or dtype"))

    def state_dict(self) -> dict[str, Any]:
        """Return the module's state_dict: tensors, and what else its modules keep in it."""
        return expected_state(self.asked("state"), said("The model's state_dict"))

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Load a state_dict into the module."""
        request = {"op": "load_state", "ref": self.ref, "state": dict(state)}
        self._do(request, said("Loading weights into the model"))

    def train(
        self,
        images: Tensor,
        *,
        loss: str,
        wanted: Tensor | None = None,
        before: Sequence[Tensor] = (),
        protocol: Protocol | None = None,
        seed: int = 0,
        part: int | None = None,
        **chosen: Any,
    ) -> None:
        """Train the module in the student's process by the course's protocol.

        Args: `images`, or rows, as the model takes them; `loss`, "categorical" for a model that
        maps images to logits (B, V, C, H, W), "tokens" for one that maps texts, int64 (B, T), to
        logits (B, T, V), "elbo" for a VAE with `elbo(x, noise)` and `encode`, else the name of a
        method that gives nats per row, such as "log_prob": minus its mean is
        minimised; `wanted`, one entry for each of `images`, for the loss "cross_entropy" of logits
        (B, K) with labels (N,), or "squared_error" of the model's answers; `before`, what a
        language model is given before each text, one row each; `protocol`, such as `ctx.protocol`;
        `part`, 0, then 1, 2 and so on, of one training whose optimiser and draw of batches go on
        in the next call, so that the model can be looked at in between; `chosen`, `steps`,
        `batch_size`, `lr` and `optimiser` where they differ from it. Raises TypeError without
        `steps`.
        """
        request = {"op": "train", "ref": self.ref, "images": images, "loss": loss, "seed": seed}
        if wanted is not None:
            request["wanted"] = wanted
        if before:
            request["before"] = list(before)
        if part is not None:
            request["part"] = part
        how = chosen_of(protocol, chosen).as_request()
        self._do({**request, **how}, said("Training the model"))

    def asked(self, op: str, **more: Any) -> Any:
        """Have an operation of the worker carried out on the object; what comes is not checked."""
        return self._transport.ask({"op": op, "ref": self.ref, **more}, None, STATE_BYTES)

    def _do(self, request: Mapping[str, Any], what: str) -> None:
        require_nothing(self._transport.ask(request, None, 1 << 10), what)
