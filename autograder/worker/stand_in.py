"""Stands under a student's name for a function that the grader plays, gradients included."""

import builtins
from collections.abc import Callable, Sequence
from numbers import Integral
from typing import Any

import torch
from torch import Tensor

from autograder.worker.data import as_data

Ask = Callable[[list[Any]], Any]


def stand_in(name: str, play: Callable[[str, Sequence[Any]], Any]) -> Callable[..., Any]:
    """Return a function that has the grader compute what the reference's of this name gives.

    It takes what the reference takes, raises the built-in exceptions that the reference raises,
    and can be differentiated once. Each call gives new tensors, on the device of the arguments.
    """

    def ask(call: list[Any]) -> Any:
        reply = play(f"~{name}", call)
        if "raised" in reply:
            raise getattr(builtins, reply["raised"])(reply["text"])
        return reply["value"]

    def function(*args: Any, **named: Any) -> Any:
        tensors = [value for value in (*args, *named.values()) if isinstance(value, Tensor)]
        if torch.is_grad_enabled() and any(tensor.requires_grad for tensor in tensors):
            return _play(ask, args, named, *tensors)
        return _placed(ask(_call(args, named)), tensors)

    function.__name__ = function.__qualname__ = name
    return function


class _Played(torch.autograd.Function):
    """One call, whose gradient the grader computes from the same arguments again."""

    @staticmethod
    def forward(
        ctx: Any, ask: Ask, args: Sequence[Any], named: dict[str, Any], *tensors: Tensor
    ) -> Any:
        """Ask for the value; what is no tensor of floats has no gradient."""
        ctx.ask, ctx.call = ask, _call(args, named)
        ctx.tensors = tensors
        value = _placed(ask(ctx.call), tensors)
        if isinstance(value, Tensor) and not value.is_floating_point():
            ctx.mark_non_differentiable(value)
        return value

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor | None, ...]:
        """Ask for the vector-Jacobian product with respect to the arguments that want one."""
        if torch.is_grad_enabled():  # create_graph: what came back would be taken for a constant
            raise RuntimeError(
                "the reference's function, which stands in for yours here, gives first derivatives "
                "only: call backward or grad without create_graph"
            )
        needed = [i for i, needs in enumerate(ctx.needs_input_grad[3:]) if needs]
        given = ctx.ask([*ctx.call, as_data(cotangent), needed])
        pulled: list[Tensor | None] = [None] * len(ctx.tensors)
        for i, gradient in zip(needed, given, strict=True):
            pulled[i] = gradient.to(ctx.tensors[i])
        return (None, None, None, *pulled)


_play: Callable[..., Any] = _Played.apply


def _call(args: Sequence[Any], named: dict[str, Any]) -> list[Any]:
    """Return the arguments as plain data of their own: they may be changed before the backward."""
    return [[_plain(value) for value in args], {key: _plain(v) for key, v in named.items()}]


def _plain(value: Any) -> Any:
    if isinstance(value, Tensor):
        return as_data(value).clone()
    if isinstance(value, Integral) and not isinstance(value, bool):  # np.int64 is one
        return int(value)
    return as_data(value)


def _placed(value: Any, tensors: Sequence[Tensor]) -> Any:
    if isinstance(value, Tensor) and tensors:
        return value.to(tensors[0].device)
    return value
