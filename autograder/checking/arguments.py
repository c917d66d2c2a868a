"""Arguments by name, as a contract promises them: in any order, and left as they were."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.transport import Failed, StudentCrashed
from autograder.text.i18n import listed, said

FEW = 2  # arguments that a reader tells apart without their names


def shuffled(named: Mapping[str, Any], draw: torch.Generator) -> dict[str, Any]:
    """Return the same arguments by name, in an order of their own."""
    names = list(named)
    return {
        names[place]: named[names[place]] for place in torch.randperm(len(names), generator=draw)
    }


def require_left_alone(name: str, given: Mapping[str, Any], after: Sequence[Tensor]) -> None:
    """Raise Failed when an argument is not as it was before the call.

    Args: `given`, all arguments by name; `after`, the tensors among them as they stand now.
    """
    tensors = [key for key, value in given.items() if isinstance(value, Tensor)]
    for key, now in zip(tensors, after, strict=True):
        if not same(given[key], now):
            message = said(
                "`{name}` changes its argument `{argument}`. Work on a copy, and mind operations "
                "in place, such as `+=` and those whose name ends in `_`.",
                name=name,
                argument=key,
            )
            raise Failed(message)


def called_by_name(crash: StudentCrashed, given: Mapping[str, Any]) -> StudentCrashed:
    """Return the crash of a call, saying of a TypeError that arguments were given by name."""
    if crash.kind != "TypeError":
        return crash
    names = ", ".join(f"`{name}`" for name in given)
    return with_hint(crash, said("It was called with its arguments by name: {names}.", names=names))


def with_hint(crash: StudentCrashed, hint: str) -> StudentCrashed:
    """Return the same crash with a sentence added that is fit for a hidden check."""
    message = listed([crash.message, hint])
    return StudentCrashed(message, crash.cause, detail=crash.detail, kind=crash.kind)


def same(before: Any, now: Any) -> bool:
    """Return whether two tensors have the same shape, dtype and entries; NaN is equal to NaN."""
    if not isinstance(now, Tensor) or before.shape != now.shape or before.dtype != now.dtype:
        return False
    return bool(((before == now) | (before.isnan() & now.isnan())).all())


def call_text(name: str, *args: int | str, **named: int | str) -> str:
    """Return a call as a student would write it: one or two named arguments by their places."""
    if len(named) <= FEW and not args:
        args, named = tuple(named.values()), {}
    quoted = [f'"{arg}"' if isinstance(arg, str) else str(arg) for arg in args]
    quoted += [f'{k}="{v}"' if isinstance(v, str) else f"{k}={v}" for k, v in named.items()]
    return f"{name}({', '.join(quoted)})"


def written_into(name: str) -> str:
    """Return the sentence about a function that returns one and the same tensor each time."""
    return said(
        "What `{name}` has returned changes when it is called again: it writes into one "
        "tensor each time. Return a tensor of its own in each call.",
        name=name,
    )
