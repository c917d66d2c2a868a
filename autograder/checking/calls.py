"""Calls as a contract promises them: by name, arguments left alone, earlier results left alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import listed, said


def shuffled(named: Mapping[str, Any], draw: torch.Generator) -> dict[str, Any]:
    """Give the same arguments by name, in an order of their own."""
    names = list(named)
    return {
        names[place]: named[names[place]] for place in torch.randperm(len(names), generator=draw)
    }


def by_name(
    asked: Student | Handle,
    name: str,
    named: Mapping[str, Any],
    draw: torch.Generator,
    *,
    expect: Expect,
) -> Tensor:
    """Call with every argument by its name, in a drawn order, and give the tensor it returns.

    Raises Failed when an argument is not as it was before.
    """
    given = shuffled(named, draw)
    try:
        answer = asked.call_watched(name, expect=expect, **given)
    except StudentCrashed as crash:
        raise called_by_name(crash, given) from None
    tensors = [key for key, value in given.items() if isinstance(value, Tensor)]
    for key, now in zip(tensors, answer.arguments, strict=True):
        if not same(given[key], now):
            message = said(
                "`{name}` changes its argument `{argument}`. Work on a copy, and mind operations "
                "in place, such as `+=` and those whose name ends in `_`.",
                name=name,
                argument=key,
            )
            raise Failed(message)
    return answer.value  # type: ignore[no-any-return]


def called_by_name(crash: StudentCrashed, given: Mapping[str, Any]) -> StudentCrashed:
    """Give the crash of a call, saying of a TypeError that arguments were given by name."""
    if crash.kind != "TypeError":
        return crash
    names = ", ".join(f"`{name}`" for name in given)
    hint = said("It was called with its arguments by name: {names}.", names=names)
    return StudentCrashed(
        listed([crash.message, hint]), crash.cause, seen=crash.seen, kind=crash.kind
    )


def same(before: Any, now: Any) -> bool:
    """Say whether two tensors have the same shape, dtype and entries; NaN is equal to NaN."""
    if not isinstance(now, Tensor) or before.shape != now.shape or before.dtype != now.dtype:
        return False
    return bool(((before == now) | (before.isnan() & now.isnan())).all())


def require_kept(
    asked: Student | Handle,
    name: str,
    once: Sequence[Any],
    again: Sequence[Any],
    *,
    expect: Expect,
    part: int | None = None,
) -> None:
    """Raise Failed when what a call has returned changes once the same function is called again.

    `part`, which item it is, of a function that returns several.
    """
    kept = asked.construct(name, *once)
    kept = kept if part is None else kept.construct("__getitem__", part)
    before = kept.call("clone", expect=expect)
    asked.construct(name, *again)
    if not same(before, kept.call("clone", expect=expect)):
        message = said(
            "What `{name}` has returned changes when it is called again: it writes into one "
            "tensor each time. Give out a tensor of its own in each call.",
            name=name,
        )
        raise Failed(message)
