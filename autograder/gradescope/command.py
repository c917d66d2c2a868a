"""`autograder gradescope`: writes the zip, and says what to choose on Gradescope."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course.config import Course, load_course
from autograder.errors import CourseError
from autograder.gradescope.pack import Wanted, installed, zip_of
from autograder.handout.build import build_check
from autograder.storage.atomic import keeping, write_atomically

LONGEST_MINUTES = 40  # that Gradescope lets one choose
# Beside what one process of a student's may take: the grader and the warm process.
OWN_MB = 1536
FEWEST_MINUTES = 3


@dataclass(frozen=True)
class GradescopeOptions:
    """What `autograder gradescope` is asked."""

    course: Path
    assignment: str
    into: Path | None = None
    libraries: tuple[str, ...] = ()
    pip: tuple[str, ...] = ()
    minutes: int = LONGEST_MINUTES


def gradescope(options: GradescopeOptions) -> int:
    """Write the zip for one assignment; raises CourseError where it would grade wrongly."""
    course = load_course(options.course)
    name = course.assignment(options.assignment).name
    course.secret_bytes()
    _require_one_for_all(course, name)
    _require_sense(options)
    wanted = Wanted(options.libraries, options.pip, options.minutes)
    content = zip_of(course, name, wanted)
    _require_fresh(course, name)
    place = options.into or course.root / f"gradescope-{name}.zip"
    if place.is_dir():
        place = place / f"gradescope-{name}.zip"
    with keeping(place):
        write_atomically(place, content)
        place.chmod(0o600)
    print(f"{place}: {len(content) / 1e6:.1f} MB, for Configure Autograder on Gradescope.")
    print("\n".join(_advice(course, name, options.minutes)))
    print(
        "It holds the solutions, the hidden checks and the course's secret: keep it as you keep "
        "solutions/."
    )
    return 0


def _require_sense(options: GradescopeOptions) -> None:
    """Raise CourseError for what Gradescope, or pip there, would stumble over."""
    if not FEWEST_MINUTES <= options.minutes <= LONGEST_MINUTES:
        raise CourseError(
            f"--minutes is {options.minutes}. Gradescope ends a run after {LONGEST_MINUTES} "
            f"minutes at most, and to begin one takes {FEWEST_MINUTES}: name some between."
        )
    for library in options.libraries:
        if not installed(library):
            raise CourseError(
                f"--with {library}: no library of that name is installed here, so that its "
                f"version is not known. Install it (pip install {library}), or correct the name."
            )


def _require_one_for_all(course: Course, name: str) -> None:
    """Raise CourseError where students have variants: by their names, which are others there."""
    if course.assignment(name).variants:
        raise CourseError(
            f"{course.root / 'course.toml'}: students of {name} have variants, drawn by the names "
            f"that they have here, and Gradescope has others. Have them hand in there without an "
            f"autograder, export the submissions, then `autograder collect {name}` and `autograder "
            f"grade {name}`."
        )


def _require_fresh(course: Course, name: str) -> None:
    """Raise CourseError when students would be graded on another notebook than is built now."""
    stale = build_check(course, name)
    if stale:
        raise CourseError(
            f"{course.root}: {', '.join(stale)} is not what would be built now, so nothing was "
            f"written. Run `autograder build {name}`, and hand that out."
        )


def _advice(course: Course, name: str, minutes: int) -> Iterator[str]:
    one = course.assignment(name)
    exercises = list(one.exercises)
    seconds = sum(course.limits_of(name, exercise).cpu_seconds for exercise in exercises)
    gigabytes = math.ceil((course.widest_limits(name).memory_mb + OWN_MB) / 512) / 2
    yield f"  points    {one.checked_points:g}, as Autograder points"
    yield f"  timeout   {minutes} minutes: a run ends itself before that, without a result"
    yield f"  memory    {gigabytes:g} GB or more, and one CPU or more"
    most = math.ceil(seconds / 60) + 2
    if most > minutes:
        yield (
            f"  limits    a submission that uses them up may take {most} minutes on one CPU: lower "
            f"cpu_seconds in [limits], so that it does not end without a result"
        )
    for exercise in one.awaited:
        yield f"  by hand   {exercise}, {one.worth[exercise]:g} points: add a question for it there"
