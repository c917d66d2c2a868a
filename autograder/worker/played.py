"""A model that the grader plays, as the student's code meets it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.worker.data import NotData, as_data

Play = Callable[[str, Sequence[Any]], Any]


class OracleModel(nn.Module):
    """A model whose answers come from the grader; to the student's code it is an nn.Module.

    As with any model, its answers require grad wherever gradients are recorded.
    """

    played = True

    def __init__(self, index: int, methods: Mapping[str, Sequence[str]], play: Play) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros((), dtype=torch.float32))
        self._methods = tuple(methods)
        for method, parameters in methods.items():
            setattr(self, method, self._asking(f"{index}.{method}", parameters, play))

    def _asking(self, address: str, parameters: Sequence[str], play: Play) -> Callable[..., Any]:
        """Return a method that asks the grader; arguments may be named, as with any module."""

        def ask(*args: Any, **named: Any) -> Any:
            rest = [name for name in parameters[len(args) :] if name in named]
            if len(rest) != len(named):
                raise TypeError(f"it takes {', '.join(parameters)}; given by name: {list(named)}")
            given = _given([*args, *(named[n] for n in rest)])
            return self._attached(play(address, given))

        return ask

    def forward(self, *args: Any, **named: Any) -> Any:
        """Raise TypeError: nn.Module's own error would read as a cell that is not written yet."""
        raise TypeError(f"this model has {', '.join(self._methods)}, and cannot be called itself")

    def alone(self) -> Callable[..., Any]:
        """Return `forward` as a function, which has nothing that a module has."""

        def model(*args: Any, **named: Any) -> Any:
            return self(*args, **named)

        model.played = True  # type: ignore[attr-defined]
        return model

    def _attached(self, value: Any) -> Any:
        """Return an answer that hangs on the model's weight, which it does not feel."""
        if isinstance(value, list | tuple):
            return type(value)(map(self._attached, value))
        if not isinstance(value, Tensor) or not torch.is_grad_enabled():
            return value
        return value + 0 * self.weight


def _given(args: Sequence[Any]) -> list[Any]:
    """Return a model's arguments as plain data; raises TypeError, as a model would, if they are
    none.

    NotData is for what the student's code returns.
    """
    try:
        return [as_data(arg) for arg in args]
    except NotData as error:
        raise TypeError(f"the model takes tensors: {error}") from error
