"""Calls of something that is asked more than once: by name, earlier results left alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checking.arguments import (
    called_by_name,
    require_left_alone,
    same,
    shuffled,
    written_into,
)
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed


def by_name(
    asked: Student | Handle,
    name: str,
    named: Mapping[str, Any],
    draw: torch.Generator,
    *,
    expect: Expect,
) -> Tensor:
    """Call with every argument by its name, in a drawn order, and return the tensor it returns.

    Raises Failed when an argument is not as it was before.
    """
    given = shuffled(named, draw)
    try:
        answer = asked.call_watched(name, expect=expect, **given)
    except StudentCrashed as crash:
        raise called_by_name(crash, given) from None
    require_left_alone(name, given, answer.arguments)
    return answer.value  # type: ignore[no-any-return]


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
        raise Failed(written_into(name))
