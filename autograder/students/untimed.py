"""Who handed in at a time that nobody knows, told wherever a late day costs points."""

from collections.abc import Iterable, Iterator

from autograder.course.tables import LateRules
from autograder.text.sanitize import plain

_LONGEST = 40  # characters of a name
_REMEDY = (
    "Nothing is taken off. If it matters, write when into timestamp.txt beside the notebook in "
    "submitted/, as 2026-12-13 22:10:00 UTC, and grade again."
)


def untimed(
    assignment: str, rules: LateRules, students: Iterable[str], marked: Iterable[str]
) -> Iterator[str]:
    """Say of whom it is not known when they handed in, and who of them is marked as late."""
    if not rules.count:
        return
    everybody = sorted(set(students))
    late = sorted({*everybody} & {*marked})
    others = sorted({*everybody} - {*late})
    if late:
        yield (
            f"{assignment}: marked as late, and nobody tells by how much: {_names(late)}. {_REMEDY}"
        )
    if others:
        yield (
            f"{assignment}: not known when it was handed in, though [late] counts: "
            f"{_names(others)}. {_REMEDY}"
        )


def _names(students: Iterable[str]) -> str:
    return ", ".join(plain(one, _LONGEST) for one in students)
