"""Of the outcomes that `autograder verify` has kept, those that it would find again."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course.config import Course
from autograder.course.known import Known
from autograder.course.whose import each_variant
from autograder.grading.outline import load_outline
from autograder.handout.build import drafts
from autograder.verify.address import Addresses
from autograder.verify.case import Case
from autograder.verify.engine import engine_sha256
from autograder.verify.kept import Kept
from autograder.verify.run import cases


def present(course: Course, kept: Mapping[Path, Kept]) -> Iterator[Path]:
    """Return those that the same command would find again."""
    engine = engine_sha256()
    for name in {one.assignment for one in kept.values()} & course.assignments.keys():
        own = {path: one for path, one in kept.items() if one.assignment == name}
        found: set[Path] = set()
        for _, each in each_variant(course, name):
            found.update(_present(each, name, own, engine))
        yield from found


def _present(course: Course, name: str, kept: Mapping[Path, Kept], engine: str) -> Iterator[Path]:
    """Return those of one variant of an assignment that would be found again."""
    # Of the notebook as it would be released now: `verify` looks at no other.
    released = drafts(course.whole(), name)[1]
    exam = load_outline(course.whole().under("verify"), name, released)
    known = _known(course, name)
    walls = {one.wall for one in kept.values()}
    addresses = {wall: Addresses(exam, wall, engine) for wall in walls}
    for path, one in kept.items():
        submission = known.get((one.outcome.exercise, one.outcome.name))
        if submission is not None:
            case = Case(submission, one.outcome.secret)
            if addresses[one.wall].of(case, trained_before=one.trained_before) == path.stem:
                yield path


def _known(course: Course, assignment: str) -> dict[tuple[str, str], Known]:
    found = cases(course, assignment, course.root / "tests" / "submissions")
    return {(one.known.exercise, one.known.name): one.known for one in found}
