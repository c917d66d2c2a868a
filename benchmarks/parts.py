"""The parts of the benchmark of a class: each lays out a course, grades it and gives figures."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from autograder.course.config import load_course
from autograder.grading.released import read_release
from benchmarks import pytests, rivals
from benchmarks.classes import (
    ASSIGNMENT,
    ROOT,
    UNTRAINED,
    Pupil,
    a_class,
    course_with_class,
    sheets_of,
)
from benchmarks.fairness import Unfair, require_points, require_truth
from benchmarks.measured import Used
from benchmarks.runs import Figures, Sizes, bare, each, ours, points_of
from benchmarks.starting import start
from benchmarks.thousand import many

ALL = ("likelihood", "masks", "stack", "sampling", "vae")


def nbgrader(folder: Path, sizes: Sizes) -> Figures:
    """Grade one class by both: the exercises that train nothing, and no cell that is not graded."""
    return _against_nbgrader(folder, sizes.untrained, sizes.few, whole=False)


def nbgrader_whole(folder: Path, sizes: Sizes) -> Figures:
    """The same in the notebook that students get, whose demonstrations nbgrader runs, too."""
    return _against_nbgrader(folder, sizes.untrained, sizes.whole, whole=True)


def otter(folder: Path, sizes: Sizes) -> Figures:
    """The same class and tests for `otter run`, which starts again for every notebook."""
    return _against_otter(folder, sizes.untrained, sizes.few, whole=False)


def otter_whole(folder: Path, sizes: Sizes) -> Figures:
    """The same in the notebook that students get, whose demonstrations otter runs, too."""
    return _against_otter(folder, sizes.untrained, sizes.whole, whole=True)


def _against_nbgrader(folder: Path, students: int, few: int, *, whole: bool) -> Figures:
    """Grade a class by ours, and the first `few` of it by nbgrader, which takes its time."""
    pupils = a_class(UNTRAINED, students)
    mine, theirs = _both(folder, pupils, whole)
    released = read_release(mine, ASSIGNMENT, ASSIGNMENT)
    rivals.nbgrader_course(theirs, released, UNTRAINED, sheets_of(mine, pupils[:few]))
    their = rivals.nbgrader_run(theirs)
    require_truth(rivals.nbgrader_passed(theirs, UNTRAINED), pupils[:few])
    their_one = rivals.nbgrader_run(theirs, pupils[0].name)
    return _compared(mine, pupils, few, their, each(their, their_one, few))


def _against_otter(folder: Path, students: int, few: int, *, whole: bool) -> Figures:
    """Grade a class by ours, and the first `few` of it by otter, which takes its time."""
    python = rivals.otter_environment(ROOT / "build" / "otter")
    pupils = a_class(UNTRAINED, students)
    mine, theirs = _both(folder, pupils, whole)
    released = read_release(mine, ASSIGNMENT, ASSIGNMENT)
    rivals.otter_course(theirs, python, released, UNTRAINED, sheets_of(mine, pupils[:few]))
    their = rivals.otter_run(theirs, python)
    require_truth(rivals.otter_passed(theirs, UNTRAINED), pupils[:few])
    return _compared(mine, pupils, few, their, their.cpu / few)


def pytest_cold(folder: Path, sizes: Sizes) -> Figures:
    """The same class and tests for pytest, which starts again for every submission."""
    return _against_pytest(folder, sizes, pytests.cold_run)


def pytest_forked(folder: Path, sizes: Sizes) -> Figures:
    """The same for pytest forked from one process that has imported torch: no isolation at all."""
    return _against_pytest(folder, sizes, pytests.forked_run)


def _against_pytest(
    folder: Path, sizes: Sizes, run: Callable[[Path, Sequence[str]], Used]
) -> Figures:
    """Grade a class by ours, and the first of it by pytest."""
    pupils, few = a_class(UNTRAINED, sizes.untrained), sizes.few
    mine, theirs = _both(folder, pupils, whole=False)
    names = [pupil.name for pupil in pupils[:few]]
    pytests.pytest_course(theirs, UNTRAINED, sheets_of(mine, pupils[:few]))
    their = run(theirs, names)
    require_truth(pytests.passed(theirs, UNTRAINED), pupils[:few])
    return _compared(mine, pupils, few, their, each(their, run(theirs, names[:1]), few))


def _compared(
    mine: Path, pupils: Sequence[Pupil], few: int, their: Used, their_each: float
) -> Figures:
    """Grade the class of a course by ours, and return what both have taken."""
    our = ours(mine, "--jobs", "1")
    full = load_course(mine).assignment(ASSIGNMENT).max_points
    require_points(points_of(mine), pupils, full)
    first = pupils[0].name
    our_one = ours(mine, "--jobs", "1", "--regrade", "--student", first)
    return {
        "students": len(pupils),
        "their_students": few,
        "ours": our.cpu / len(pupils),
        "theirs": their.cpu / few,
        "ours_each": each(our, our_one, len(pupils)),
        "bare_each": each(bare(mine), bare(mine, first), len(pupils)),
        "theirs_each": their_each,
        "ours_wall": our.wall / len(pupils),
        "theirs_wall": their.wall / few,
    }


def overhead(folder: Path, sizes: Sizes) -> Figures:
    """Our whole command over the bare checks of all exercises, in one process without isolation."""
    pupils = a_class(ALL, sizes.trained)
    course_with_class(folder, ALL, pupils)
    first = pupils[0].name
    our = ours(folder, "--jobs", "1")
    graded = points_of(folder)
    recording = recording_of(folder)
    our_one = ours(folder, "--jobs", "1", "--regrade", "--student", first)
    alone = bare(folder)
    same = json.loads((folder / "bare.json").read_text(encoding="utf-8"))
    alone_one = bare(folder, first)
    if same != graded:
        raise Unfair(f"The bare checks give other points: {same}, not {graded}.")
    return {
        "students": len(pupils),
        "ours": our.cpu / len(pupils),
        "bare": alone.cpu / len(pupils),
        "ours_each": each(our, our_one, len(pupils)),
        "bare_each": each(alone, alone_one, len(pupils)),
        "recording_each": recording / len(pupils),
    }


def recording_of(folder: Path) -> float:
    """Return the CPU seconds of recording a graded class; start-up, which wanders, set aside."""
    found: list[float] = []
    for _ in range(3):
        remembered = ours(folder, "--jobs", "1")
        shutil.rmtree(folder / "verdicts" / "recorded")
        found.append(ours(folder, "--jobs", "1").cpu - remembered.cpu)
    return median(found)


def workers(folder: Path, sizes: Sizes) -> Figures:
    """The wall time of one worker over that of two, on two cores, all exercises."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise Unfair("Two workers need two cores, and this process may use one only.")
    pupils = a_class(ALL, sizes.trained)
    course_with_class(folder, ALL, pupils)
    with _on(cores[:2]):
        one, two = (
            ours(folder, "--regrade", "--no-gradebook", "--jobs", jobs) for jobs in ("1", "2")
        )
        few = "student0000[0-3]"
        alone, both = bare(folder, few), bare(folder, few, few)
    return {
        "students": len(pupils),
        "one_wall": one.wall,
        "two_wall": two.wall,
        "bare_wall": alone.wall,
        "two_bare_wall": both.wall,
    }


def _both(folder: Path, pupils: Sequence[Pupil], whole: bool) -> tuple[Path, Path]:
    mine, theirs = folder / "ours", folder / "theirs"
    theirs.mkdir(parents=True)
    course_with_class(mine, UNTRAINED, pupils, whole=whole)
    return mine, theirs


@contextmanager
def _on(cores: Sequence[int]) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


PARTS = {
    "nbgrader_whole": nbgrader_whole,
    "otter_whole": otter_whole,
    "nbgrader": nbgrader,
    "otter": otter,
    "pytest_cold": pytest_cold,
    "pytest_forked": pytest_forked,
    "overhead": overhead,
    "workers": workers,
    "thousand": many,
    "start": start,
}


def run(name: str, sizes: Sizes, times: int = 1) -> Figures:
    """Run one part some times and give the medians of its figures."""
    found = [_once(name, sizes) for _ in range(times)]
    return {key: median(figures[key] for figures in found) for key in found[0]}


def _once(name: str, sizes: Sizes) -> Figures:
    """Run one part in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="benchmark_") as folder:
        place = Path(folder) / "course"
        place.mkdir()
        return PARTS[name](place, sizes)
