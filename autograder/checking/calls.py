"""Calls of something that is asked more than once: earlier results are left alone."""

from collections.abc import Sequence
from typing import Any

from autograder.checking.arguments import (
    called_by_name,
    require_left_alone,
    same,
    shuffled,
    written_into,
)
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed


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


def plain_by_name(student: Student, name: str, **given: Any) -> Any:
    """Call by name something that returns plain data; raises Failed when it changes a tensor.

    Arguments go in an order drawn from the secret, as those of an Answer.
    """
    named = given if student.order is None else shuffled(given, student.order)
    try:
        told = student.call_watched(name, expect=None, **named)
    except StudentCrashed as crash:
        raise called_by_name(crash, named) from None
    require_left_alone(name, named, told.arguments)
    return told.value
