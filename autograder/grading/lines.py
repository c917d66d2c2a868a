"""A line for each student of an assignment, which the next run compares its own with."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.course.config import Course
from autograder.grading.changes import Change, read_lines
from autograder.records.verdict import Verdict
from autograder.storage.atomic import keeping, one_at_a_time, write_atomically


def keep_lines(
    place: Path, verdicts: Sequence[Verdict], changes: Sequence[Change], *, alone: bool
) -> None:
    """Write what the next run compares with: who was not graded now keeps the line there is."""
    changed = {change.student: change.to_json() for change in changes}
    lines = {v.student: {**v.line(), "change": changed.get(v.student)} for v in verdicts}
    # Read again: another TA may have graded other students meanwhile.
    with keeping(place), one_at_a_time(place):
        now = {**({} if alone else read_lines(place)), **lines}
        _write(place, (now[student] for student in sorted(now)))


def lines_path(course: Course, assignment: str) -> Path:
    """Return the place of the lines that the next run compares with."""
    return course.root / "verdicts" / f"{assignment}.jsonl"


def write_lines(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Write one verdict per line, JSON, in the order given; raises StoreError."""
    _write(path, (verdict.line() for verdict in verdicts))


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    with keeping(path):
        write_atomically(path, "".join(f"{line_json(line)}\n" for line in lines).encode())


def line_json(line: Mapping[str, Any]) -> str:
    """Return one line's JSON, on one line, as UTF-8 can have it."""
    # A folder's name need not be UTF-8: its odd bytes are written as JSON's own escapes.
    text = json.dumps(line, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()
