"""Calls of something that is asked more than once: earlier results are left alone."""

from collections.abc import Sequence
from typing import Any

from autograder.checking.arguments import same, written_into
from autograder.checking.student import Expect, Failed, Handle, Student


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
