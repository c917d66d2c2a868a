"""Whose points are not what the last run said, and why."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.records.verdict import Verdict

_NO_SUM = 1e-9  # below any difference of points


@dataclass(frozen=True)
class Change:
    """What one student's points or status were, and why they are not so any more."""

    student: str
    before: str
    after: str
    why: tuple[str, ...]

    def __str__(self) -> str:
        """Say it as a line for a person."""
        return f"{self.student}  {self.before} → {self.after}: {'; '.join(self.why)}"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, for the verdict's line."""
        return {"before": self.before, "after": self.after, "why": list(self.why)}


def read_lines(path: Path) -> dict[str, dict[str, Any]]:
    """Read the lines that a run has left, by student; a damaged one counts as none."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return {}
    return {line["student"]: line for line in _parsed(text)}


def _parsed(text: bytes) -> Iterator[dict[str, Any]]:
    for part in text.splitlines():
        try:
            line = json.loads(part.decode("utf-8", "surrogateescape"))
        except ValueError:
            continue
        if isinstance(line, dict) and isinstance(line.get("student"), str):
            yield line


def change_of(old: Mapping[str, Any] | None, verdict: Verdict) -> Change | None:
    """Compare a verdict with the line of the run before; None when its points are the same."""
    if old is None:
        return None
    before, after = _told(old), _told(verdict.line())
    if before == after:
        return None
    return Change(verdict.student, before, after, tuple(_why(old, verdict)))


def _told(line: Mapping[str, Any]) -> str:
    return f"{line.get('points', 0):g}" if line.get("status") == "graded" else str(line["status"])


def _why(old: Mapping[str, Any], verdict: Verdict) -> Iterator[str]:
    """Say what differs, the submission first; at least one reason."""
    said = False
    if old.get("submission_sha256") != verdict.submission_sha256:
        said = True
        yield "another notebook was handed in"
    if verdict.status != "graded":
        yield verdict.reason
        return
    earlier = {exercise["key"]: exercise for exercise in old.get("exercises", [])}
    for exercise in verdict.exercises:
        was = earlier.get(exercise.key)
        if was is None or abs(was["points"] - exercise.points) < _NO_SUM:
            continue
        said = True
        name = exercise.key.partition("/")[2]
        touched = was.get("sha256") != exercise.sha256
        because = " (its checks, solution, parameters or limits changed)" if touched else ""
        yield f"{name} {was['points']:g} → {exercise.points:g}{because}"
    for what in ("device", "versions"):
        if old.get(what) and old[what] != verdict.line()[what]:
            said = True
            yield f"another {what.removesuffix('s')}"
    if not said:
        yield "it was not graded before" if old.get("status") != "graded" else "graded again"
