"""What `autograder calibrate` does and prints: trials, a table, proposals, the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import Progress

from autograder.calibrate.file import Costs, write
from autograder.calibrate.proposal import Measured, Spread, proposals, spread_of
from autograder.calibrate.table import print_all
from autograder.calibrate.trial import (
    REFERENCE,
    Found,
    Graded,
    Place,
    Trial,
    calibrated_of,
    context_of,
    defines,
    take_seat,
    work,
)
from autograder.checking.calibration import Calibrated
from autograder.course.config import Course
from autograder.course.known import Known, known_submissions
from autograder.course.whose import each_variant
from autograder.datasets.prepare import prepare
from autograder.errors import CourseError
from autograder.grading.batch import job_count
from autograder.grading.exam import load_exam
from autograder.handout.build import drafts
from autograder.parallel.pool import in_processes
from autograder.runs.run import Run, open_run


@dataclass(frozen=True)
class CalibrateOptions:
    """What `autograder calibrate` is asked."""

    course: Path
    assignment: str
    seeds: int = 3
    only: str = "*"
    submissions: Path | None = None
    jobs: int = 0
    sandbox: str | None = None


def calibrate(options: CalibrateOptions) -> int:
    """Train, print and write; 1 where a parameter gets no proposal."""
    run = open_run(options.course, sandbox=options.sandbox)
    name = run.course.assignment(options.assignment).name
    wanted = _wanted(run.course, name)
    prepare(run.course, name)
    each = each_variant(run.course, name)
    return max(_calibrated(replace(run, course=own), options, wanted) for _, own in each)


def _calibrated(run: Run, options: CalibrateOptions, wanted: Sequence[Calibrated]) -> int:
    """Do it for one variant."""
    course, name = run.course, options.assignment
    released, variant = drafts(course.whole(), name)[1], course.assignment(name).variant
    place = Place(course.root, name, run.sandbox, nbformat.writes(released), variant)
    folder = options.submissions or course.root / "tests" / "submissions"
    known = [
        one
        for one in known_submissions(folder.resolve(), name)
        if one.right and fnmatch(f"{one.exercise}/{one.name}", options.only)
    ]
    trials = _trials(wanted, known, options.seeds)
    jobs = job_count(options.jobs, course)
    found = [one for one in _held(place, trials, jobs) if isinstance(one, Found)]
    exam = load_exam(course.whole().under("calibrate"), name, released)
    measured = [
        Measured(one, _spreads(n, found), one.independent(context_of(exam, one)))
        for n, one in enumerate(wanted)
    ]
    costs = _costs(place, course, measured, found, jobs)
    proposed = proposals(measured)
    for one in course.assignment(name).variants:
        if one.name == variant:
            print(f"Variant {variant}: {one.told}")
    print_all(measured, proposed, costs, name)
    if options.only == "*":  # a part must not take the place of the whole
        path = write(course, name, measured, proposed, costs)
        print(f"Written to {path}: commit it, and `autograder build` says what a submission costs.")
    return 1 if any(one.value is None for one in proposed) else 0


def _wanted(course: Course, name: str) -> tuple[Calibrated, ...]:
    wanted = calibrated_of(course, name)
    if not wanted:
        raise CourseError(
            f"{course.checks(name) / 'calibrated.py'}: there is no such file, or nothing in it is "
            f"of an exercise of this course. It says what is to be trained: docs/instructors.md."
        )
    return wanted


def _trials(wanted: Sequence[Calibrated], known: Sequence[Known], seeds: int) -> list[Trial]:
    return [
        Trial(submission, number, seed)
        for number, one in enumerate(wanted)
        for submission in (Known(one.exercise, REFERENCE, "", right=True), *known)
        if submission.exercise == one.exercise and defines(submission, one.name)
        for seed in range(seeds)
    ]


def _held(place: Place, items: Sequence[Trial | Known], jobs: int) -> Iterator[Found | Graded]:
    """Hold trials in processes, under a progress bar."""
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("calibrating", total=len(items))
        for one in in_processes(min(jobs, len(items)), take_seat, (place,), work, items):
            progress.advance(bar)
            yield one


def _spreads(number: int, found: Sequence[Found]) -> tuple[Spread, ...]:
    own = [one for one in found if one.trial.number == number]
    names = dict.fromkeys(one.trial.known.name for one in own)
    ordered = sorted(names, key=lambda name: (name != REFERENCE, name))
    return tuple(
        spread_of(
            name,
            sorted(
                (one for one in own if one.trial.known.name == name), key=lambda f: f.trial.seed
            ),
        )
        for name in ordered
    )


def _require_whole(graded: Sequence[Graded]) -> None:
    """Raise CourseError where a check of ours broke: what it would have cost is not known."""
    for one in graded:
        if one.broken:
            raise CourseError(
                f"{one.known.exercise}/{one.known.name}: {', '.join(one.broken)} broke by a fault "
                f"of the check's own, told above, so nobody knows what grading costs. Fix it, then "
                f"calibrate again. Nothing was written."
            )


def _costs(
    place: Place,
    course: Course,
    measured: Sequence[Measured],
    found: Sequence[Found],
    jobs: int,
) -> Costs:
    """Grade the reference, and of each exercise the submission whose training is dearest."""
    exercises = course.assignment(place.assignment).exercises
    references = [Known(one, REFERENCE, "", right=True) for one in exercises]
    asked = [*references, *_dearest(found)]
    graded = [one for one in _held(place, asked, jobs) if isinstance(one, Graded)]
    _require_whole(graded)
    call: dict[str, float] = {}
    for each in measured:
        most = max(one.cpu_seconds for one in each.spreads)
        call[each.one.exercise] = max(call.get(each.one.exercise, 0.0), most)
    own = {g.known.exercise: g.cpu_seconds for g in graded if g.known.name == REFERENCE}
    others = {g.known.exercise: g.cpu_seconds for g in graded if g.known.name != REFERENCE}
    counted = {
        name: max(g.counted for g in graded if g.known.exercise == name) for name in exercises
    }
    return Costs(own, others, counted, call)


def _dearest(found: Sequence[Found]) -> list[Known]:
    """Return of each exercise the submission whose training took most, if not the reference."""
    dearest: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: one.cpu_seconds):
        if one.trial.known.name != REFERENCE:
            dearest[one.trial.known.exercise] = one
    return [one.trial.known for one in dearest.values()]
