"""Answers of one assignment that another hands out: `supplied`, `solutions_from`, `released`.

Whoever has them could hand them in as their own. So nobody has them before the last one can hand in
for points.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.keys import Key
from autograder.course.toplevel import top_level
from autograder.errors import CourseError, TemplateError
from autograder.text.nearest import hint

_SECOND = timedelta(seconds=1)
_DAYS = 7  # which a course may take that has no last day

Assignments = Mapping[str, Assignment]
End = Callable[[Assignment], datetime | None]  # `closing.earns_until`


def shown_from(assignments: Assignments, name: str) -> tuple[datetime, str] | None:
    """Return from when an assignment may be handed out, and by whose answers; None for any time."""
    suppliers = {key.assignment: assignments[key.assignment] for key in assignments[name].answers}
    dates = ((one.solutions_from, whose) for whose, one in suppliers.items())
    return max(((when, whose) for when, whose in dates if when), default=None)


def require_supplied(path: Path, assignments: Assignments, end: End) -> None:
    """Raise CourseError, which names both assignments, where answers would be shown too early.

    And for an answer that is not there. Args: `path` of course.toml.
    """
    for name, one in assignments.items():
        for key in one.answers:
            _require_answer(path, assignments, name, key)
        for supplier in dict.fromkeys(key.assignment for key in one.answers):
            for fault in _faults(assignments[supplier], one, end):
                raise CourseError(f"{path}: {fault}")
    for one in assignments.values():
        for fault in _too_early(one, end, "its answers may be published"):
            raise CourseError(f"{path}: {fault}")


def _require_answer(path: Path, assignments: Assignments, name: str, key: Key) -> None:
    """Raise CourseError unless a reference of another assignment has this answer."""
    where = f"{path}: [assignments.{name}] supplied names {key}, and"
    if key.assignment == name:
        raise CourseError(
            f"{where} that is its own answer, which it asks for. Name one of another assignment."
        )
    if key.assignment not in assignments:
        near = hint(key.assignment, assignments)
        raise CourseError(f"{where} there is no assignment {key.assignment!r}. {near}")
    exercises = assignments[key.assignment].exercises
    if key.exercise not in exercises:
        raise CourseError(
            f"{where} {key.assignment} has no exercise {key.exercise!r} with a reference. "
            f"{hint(key.exercise, exercises)}"
        )
    solution = path.parent / "solutions" / key.assignment / f"{key.exercise}.py"
    try:
        names = [node.name for node, _ in top_level(solution)]
    except TemplateError as error:
        raise CourseError(f"{where} its reference cannot be read. {error}") from error
    if key.name not in names:
        raise CourseError(f"{where} {solution} defines no {key.name}. {hint(key.name, names)}")


def _faults(supplier: Assignment, taker: Assignment, end: End) -> Iterator[str]:
    """Say what is wrong with the dates of an assignment that hands out another's answers."""
    shows = f"{taker.name} hands out answers of {supplier.name}"
    since = supplier.solutions_from
    if since is None:
        told = f"{shows}, and course.toml does not say from when these may be shown. "
        yield told + _remedy(supplier, end)
        return
    yield from _too_early(supplier, end, shows)
    if taker.released is None or taker.released < since:
        now = "has no released" if taker.released is None else f"is released {_spelt(taker)}"
        yield (
            f"{shows}, which may be shown from {since.isoformat()}, and {taker.name} {now}. Write "
            f"released = {since.isoformat()}, or later, in [assignments.{taker.name}]."
        )


def _too_early(one: Assignment, end: End, shows: str) -> Iterator[str]:
    since, last = one.solutions_from, end(one)
    if since is not None and (last is None or since < last + _SECOND):
        yield (
            f"solutions_from of {one.name} is {since.isoformat()}: from then on {shows}. "
            f"{_remedy(one, end)}"
        )


def _remedy(one: Assignment, end: End) -> str:
    """Say which date would do, and what else has to be written for there to be one."""
    last, table = end(one), f"[assignments.{one.name}"
    if last is not None:
        return (
            f"{one.name} can be handed in for points until {_local(one, last)}, extensions and "
            f"late days included. Write solutions_from = {_local(one, last + _SECOND)}, or later, "
            f"in {table}]."
        )
    late = one.late.model_copy(update={"closed_after_days": _DAYS})
    closed = end(one.model_copy(update={"late": late}))
    date = f" = {_local(one, closed + _SECOND)}, or later," if closed else ""
    return (
        f"{one.name} can be handed in for points at any time, however late. Write "
        f"closed_after_days = {_DAYS}, say, in {table}.late], and solutions_from{date} in {table}]."
    )


def _local(one: Assignment, when: datetime) -> str:
    return when.astimezone(one.due.tzinfo).isoformat(timespec="seconds")


def _spelt(one: Assignment) -> str:
    return one.released.isoformat() if one.released else ""
