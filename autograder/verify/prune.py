"""Of `verdicts/known/`, what `autograder verify` will not ask for again."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course.config import Course
from autograder.course.known import Known
from autograder.grading.exam import load_exam
from autograder.handout.build import drafts
from autograder.verify.address import Addresses
from autograder.verify.case import Case
from autograder.verify.engine import engine_sha256
from autograder.verify.kept import Kept, KnownOutcomes, read_kept
from autograder.verify.run import cases


def superseded_outcomes(course: Course, days: float) -> list[Path]:
    """Return what is older than `days` and rests on what is no more, or is damaged.

    Of known submissions, those count that lie in the course's own folder. Raises StoreError, and
    CourseError as `cases` and `load_exam` do.
    """
    before = time.time() - 86400 * days
    old = [p for p in KnownOutcomes(course.root).paths() if p.stat().st_mtime < before]
    kept = {path: read_kept(path) for path in old}
    present = set(_present(course, {p: one for p, one in kept.items() if one is not None}))
    return [path for path in old if path not in present]


def _present(course: Course, kept: Mapping[Path, Kept]) -> Iterator[Path]:
    """Return those that the same command would find again."""
    engine = engine_sha256()
    for name in {one.assignment for one in kept.values()} & course.assignments.keys():
        # Of the notebook as it would be released now: `verify` looks at no other.
        released = drafts(course.whole(), name)[1]
        exam = load_exam(course.whole().under("verify"), name, released)
        known = _known(course, name)
        walls = {one.wall for one in kept.values()}
        addresses = {wall: Addresses(exam, wall, engine) for wall in walls}
        for path, one in kept.items():
            submission = known.get((one.outcome.exercise, one.outcome.name))
            if one.assignment == name and submission is not None:
                case = Case(submission, one.outcome.secret)
                before = one.trained_before
                if addresses[one.wall].of(case, trained_before=before) == path.stem:
                    yield path


def _known(course: Course, assignment: str) -> dict[tuple[str, str], Known]:
    found = cases(course, assignment, course.root / "tests" / "submissions")
    return {(one.known.exercise, one.known.name): one.known for one in found}
