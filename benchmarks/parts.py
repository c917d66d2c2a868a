"""The parts of the benchmark of a class: each lays out a course, grades it and gives figures."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from nbformat import NotebookNode

from autograder.course import load_course
from autograder.exam import read_release
from autograder.known import answer_sheet
from benchmarks import rivals
from benchmarks.classes import (
    ASSIGNMENT,
    ROOT,
    SECRET,
    UNTRAINED,
    Pupil,
    a_class,
    course_with_class,
    hand_in,
)
from benchmarks.fairness import Unfair, require_points, require_truth
from benchmarks.measured import Used, used_by

Figures = dict[str, float]

ALL = ("likelihood", "masks", "stack", "sampling", "vae")
BARE = Path(__file__).parent / "bare.py"


@dataclass(frozen=True)
class Sizes:
    """How many students each part has."""

    untrained: int = 20
    whole: int = 2
    trained: int = 12
    many: int = 1000


def ours(folder: Path, *words: str, environment: Mapping[str, str] | None = None) -> Used:
    """Run our whole command on the class of a course."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "autograder",
        "--course",
        folder,
        "grade",
        ASSIGNMENT,
        "--quiet",
        *words,
    ]
    return used_by(command, folder, {**SECRET, **(environment or {})})


def points_of(folder: Path) -> dict[str, float]:
    """Give the points of each student as our last run has written them."""
    text = (folder / "verdicts" / f"{ASSIGNMENT}.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    ungraded = [line["student"] for line in lines if line["status"] != "graded"]
    if ungraded:
        raise Unfair(f"Not graded: {', '.join(ungraded)}.")
    return {line["student"]: line["points"] for line in lines}


def sheets_of(folder: Path, pupils: Sequence[Pupil]) -> dict[str, NotebookNode]:
    """Give the notebook of each student as it stands on the course's release."""
    released = read_release(folder, ASSIGNMENT, ASSIGNMENT)
    course = load_course(folder)
    return {p.name: answer_sheet(course, ASSIGNMENT, released, p.answers) for p in pupils}


def _each(whole: Used, one: Used, students: int) -> float:
    """Give the CPU seconds of one more submission, start-up set aside."""
    return (whole.cpu - one.cpu) / (students - 1)


def against_nbgrader(folder: Path, sizes: Sizes) -> Figures:
    """Grade one class by both: the exercises that train nothing, and no cell that is not graded."""
    pupils = a_class(UNTRAINED, sizes.untrained)
    mine, theirs = _both(folder, pupils)
    rivals.nbgrader_course(
        theirs, read_release(mine, ASSIGNMENT, ASSIGNMENT), UNTRAINED, sheets_of(mine, pupils)
    )
    our, their = ours(mine, "--jobs", "1"), rivals.nbgrader_run(theirs)
    require_truth(rivals.nbgrader_passed(theirs, UNTRAINED), pupils)
    full = load_course(mine).assignment(ASSIGNMENT).max_points
    require_points(points_of(mine), pupils, full)
    first = pupils[0].name
    our_one = ours(mine, "--jobs", "1", "--regrade", "--student", first)
    their_one = rivals.nbgrader_run(theirs, first)
    return {
        "students": len(pupils),
        "ours": our.cpu / len(pupils),
        "theirs": their.cpu / len(pupils),
        "ours_each": _each(our, our_one, len(pupils)),
        "theirs_each": _each(their, their_one, len(pupils)),
        "ours_wall": our.wall,
        "theirs_wall": their.wall,
    }


def against_otter(folder: Path, sizes: Sizes) -> Figures:
    """The same class and tests for `otter run`, which starts anew for every notebook."""
    python = rivals.otter_environment(ROOT / "build" / "otter")
    pupils = a_class(UNTRAINED, sizes.untrained)
    mine, theirs = _both(folder, pupils)
    released = read_release(mine, ASSIGNMENT, ASSIGNMENT)
    rivals.otter_course(theirs, python, released, UNTRAINED, sheets_of(mine, pupils))
    our, their = ours(mine, "--jobs", "1"), rivals.otter_run(theirs, python)
    require_truth(rivals.otter_passed(theirs, UNTRAINED), pupils)
    our_one = ours(mine, "--jobs", "1", "--regrade", "--student", pupils[0].name)
    return {
        "students": len(pupils),
        "ours": our.cpu / len(pupils),
        "theirs": their.cpu / len(pupils),
        "ours_each": _each(our, our_one, len(pupils)),
        "theirs_each": their.cpu / len(pupils),
        "ours_wall": our.wall,
        "theirs_wall": their.wall,
    }


def whole_notebook(folder: Path, sizes: Sizes) -> Figures:
    """The notebook as students get it: nbgrader runs its demonstrations, too, which train models.

    nbgrader has the hidden tests of the exercises that train nothing; we grade all exercises.
    """
    mine, theirs = folder / "ours", folder / "theirs"
    theirs.mkdir(parents=True)
    for part in ("course.toml", "solutions", "assignments", "release"):
        source, target = ROOT / part, mine / part
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    pupils = a_class(UNTRAINED, sizes.whole)
    sheets = sheets_of(mine, pupils)
    hand_in(mine, sheets)
    released = read_release(mine, ASSIGNMENT, ASSIGNMENT)
    rivals.nbgrader_course(theirs, _until_last_grade(released), UNTRAINED, sheets)
    our, their = ours(mine, "--jobs", "1"), rivals.nbgrader_run(theirs)
    require_truth(rivals.nbgrader_passed(theirs, UNTRAINED), pupils)
    return {
        "students": len(pupils),
        "ours": our.cpu / len(pupils),
        "theirs": their.cpu / len(pupils),
    }


def _until_last_grade(notebook: NotebookNode) -> NotebookNode:
    """Leave out what follows the last graded cell: it would look for a download."""
    last = max(
        n for n, c in enumerate(notebook.cells) if c.metadata.get("nbgrader", {}).get("grade")
    )
    return NotebookNode({**notebook, "cells": notebook.cells[: last + 1]})


def overhead(folder: Path, sizes: Sizes) -> Figures:
    """Our whole command over the bare checks of all exercises, in one process without isolation."""
    pupils = a_class(ALL, sizes.trained)
    course_with_class(folder, ALL, pupils)
    first = pupils[0].name
    our = ours(folder, "--jobs", "1")
    graded = points_of(folder)
    remembered = ours(folder, "--jobs", "1")
    shutil.rmtree(folder / "verdicts" / "recorded")
    recorded = ours(folder, "--jobs", "1")
    our_one = ours(folder, "--jobs", "1", "--regrade", "--student", first)
    bare = used_by([sys.executable, BARE, folder], folder, SECRET)
    same = json.loads((folder / "bare.json").read_text(encoding="utf-8"))
    bare_one = used_by([sys.executable, BARE, folder, first], folder, SECRET)
    if same != graded:
        raise Unfair(f"The bare checks give other points: {same}, not {graded}.")
    return {
        "students": len(pupils),
        "ours": our.cpu / len(pupils),
        "bare": bare.cpu / len(pupils),
        "ours_each": _each(our, our_one, len(pupils)),
        "bare_each": _each(bare, bare_one, len(pupils)),
        "recording_each": (recorded.cpu - remembered.cpu) / len(pupils),
    }


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
    return {"students": len(pupils), "one_wall": one.wall, "two_wall": two.wall}


def many(folder: Path, sizes: Sizes) -> Figures:
    """A large class of the cheapest exercise: is time linear, is memory flat, is all cleared?"""
    pupils = a_class(("masks",), sizes.many)
    course_with_class(folder, ("masks",), pupils)
    temporary = folder / "temporary"
    temporary.mkdir()
    mounts = _mounts()
    used = ours(folder, environment={"TMPDIR": str(temporary)})
    graded = _times(folder / "verdicts" / "exercises")
    recorded = _times(folder / "verdicts" / "recorded")
    if not len(graded) == len(recorded) == len(pupils) == len(points_of(folder)):
        raise Unfair("Not all students were graded and recorded.")
    return {
        "students": len(pupils),
        "wall": used.wall,
        "cpu": used.cpu / len(pupils),
        "grading_seconds": graded[-1] - graded[0],
        "grading_halves": _halves(graded),
        "recording_seconds": recorded[-1] - recorded[0],
        "recording_halves": _halves(recorded),
        "megabytes_grading": _growth(used, graded[0], graded[-1]),
        "megabytes_recording": _growth(used, recorded[0], recorded[-1]),
        "processes_left": used.left,
        "files_left": len(list(temporary.iterdir())),
        "mounts_left": len(_mounts() - mounts),
    }


def _times(folder: Path) -> list[float]:
    return sorted(path.stat().st_mtime for path in folder.glob("*.json"))


def _halves(times: Sequence[float]) -> float:
    """Give the time of the second half over that of the first."""
    middle = len(times) // 2
    return (times[-1] - times[middle]) / (times[middle] - times[0])


def _growth(used: Used, start: float, end: float) -> float:
    """Give by how much the processes that were there all the time have grown, in megabytes.

    From a fifth of the time on: until then caches fill, and libraries are imported.
    """
    start += (end - start) / 5
    samples = [sizes for time, sizes in used.memory if start <= time <= end]
    if not samples:
        return 0.0
    lasting = set(samples[0]).intersection(*samples)
    sums = [sum(sizes[pid] for pid in lasting) for sizes in samples]
    return median(sums[-5:]) - median(sums[:5])


def _mounts() -> set[str]:
    return set(Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines())


def _both(folder: Path, pupils: Sequence[Pupil]) -> tuple[Path, Path]:
    mine, theirs = folder / "ours", folder / "theirs"
    theirs.mkdir(parents=True)
    course_with_class(mine, UNTRAINED, pupils)
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
    "nbgrader": against_nbgrader,
    "otter": against_otter,
    "notebook": whole_notebook,
    "overhead": overhead,
    "workers": workers,
    "thousand": many,
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
