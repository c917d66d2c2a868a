"""The penalties in nbgrader's gradebook, made what course.toml says now.

nbgrader asks for a penalty once, when it records a submission. What comes later may change it: a
policy, an extension, points by hand, or an earlier assignment that spends the same free days.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from nbgrader.api import Grade, SubmittedNotebook
from sqlalchemy import func

from autograder.course.config import Course
from autograder.gradebook.status import gradebook_of
from autograder.late.arrivals import Penalty, arrivals_in, lateness_in, penalties_in
from autograder.late.plugin import LatePolicy
from autograder.late.rules import Lateness
from autograder.runs.run import Run
from autograder.storage.database import at_once
from autograder.storage.lock import turns_at

_NO_SUM = 1e-6  # below any difference of points


@dataclass(frozen=True)
class Settled:
    """A penalty that has changed, in points."""

    student: str
    assignment: str
    before: float
    after: float
    lateness: Lateness

    def __str__(self) -> str:
        """Say it as a line for a person."""
        why = str(self.lateness) or "not late"
        return f"{self.student}  {self.assignment}: −{self.before:g} → −{self.after:g}, {why}"


def settle_course(run: Run) -> tuple[Settled, ...]:
    """Settle the penalties of all students and assignments; raises StoreError."""
    with gradebook_of(run.db_url, run.course) as gradebook:
        return settle(run, gradebook, run.db_url)


def settle(run: Run, gradebook: Any, url: str, student: str | None = None) -> tuple[Settled, ...]:
    """Write the penalties of one student, or of all, that are not what course.toml says.

    Returns those which have changed.

    Nothing is written for a course that has late penalties of its own in nbgrader_config.py.
    """
    course = run.course
    if not decides(run):
        return ()
    with turns_at(url) as turns, turns.taken(), at_once(gradebook):
        _write_due_dates(course, gradebook)
        changed = tuple(_settled(course, gradebook, student))
    return tuple(sorted(changed, key=lambda one: (one.student, one.assignment)))


def decides(run: Run) -> bool:
    """Say whether penalties are by course.toml, or by what nbgrader_config.py sets instead."""
    settings = run.settings
    plugin = settings.AssignLatePenalties.get("plugin_class")
    ours = plugin in (LatePolicy, "autograder.late.LatePolicy")
    methods = [
        settings[name].get("penalty_method") for name in ("LateSubmissionPlugin", "LatePolicy")
    ]
    return ours and all(method in (None, "none") for method in methods)


def _write_due_dates(course: Course, gradebook: Any) -> None:
    """Let nbgrader know the due dates of now: it asks for no penalty before its own."""
    for assignment in gradebook.assignments:
        if assignment.name in course.assignments:
            due = course.assignments[assignment.name].due
            assignment.duedate = due.astimezone(UTC).replace(tzinfo=None)


def _settled(course: Course, gradebook: Any, student: str | None) -> Iterator[Settled]:
    lateness = lateness_in(course, arrivals_in(gradebook, student))
    touched = [
        (one, lateness[one.student][one.assignment])
        for one in penalties_in(gradebook)
        if one.student in lateness
        and one.assignment in course.assignments
        and (one.points or lateness[one.student][one.assignment].percent)
    ]
    scores = _scores(gradebook) if touched else {}
    wanted = _shared_out(course, touched, scores)
    sums: dict[tuple[str, str], Settled] = {}
    for one, late in touched:
        after, key = wanted[one.notebook], (one.student, one.assignment)
        if abs(one.points - after) > _NO_SUM:
            notebook = gradebook.db.get(SubmittedNotebook, one.notebook)
            notebook.late_submission_penalty = after or None
        had = sums.get(key, Settled(*key, 0.0, 0.0, late))
        sums[key] = replace(had, before=had.before + one.points, after=had.after + after)
    yield from (one for one in sums.values() if abs(one.before - one.after) > _NO_SUM)


def _shared_out(
    course: Course, touched: Sequence[tuple[Penalty, Lateness]], scores: Mapping[str, float]
) -> dict[str, float]:
    """Return by notebook what an assignment's penalty takes from it.

    The penalty is of the assignment; of several notebooks the first gives what it has.
    """
    left: dict[tuple[str, str], float] = {}
    score_of = defaultdict[tuple[str, str], float](float)
    for one, _ in touched:
        score_of[one.student, one.assignment] += scores.get(one.notebook, 0.0)
    wanted: dict[str, float] = {}
    for one, late in touched:
        key = one.student, one.assignment
        most = course.assignments[one.assignment].max_points
        rest = left.get(key, late.penalty(most, score_of[key], course.grading.round))
        wanted[one.notebook] = min(rest, max(scores.get(one.notebook, 0.0), 0.0))
        left[key] = rest - wanted[one.notebook]
    return wanted


def _scores(gradebook: Any) -> dict[str, float]:
    """Add up the points of all notebooks in one query: nbgrader's own scans all for each one."""
    summed = gradebook.db.query(Grade.notebook_id, func.sum(Grade.score))
    return {notebook: points or 0.0 for notebook, points in summed.group_by(Grade.notebook_id)}
