"""The part of the benchmark that grades a large class: time, memory, and what is left behind."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.classes import a_class, course_with_class
from benchmarks.fairness import Unfair
from benchmarks.measured import Used
from benchmarks.runs import Figures, Sizes, ours, points_of


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
    # Who has lost points may have been asked more than once.
    whole = len(graded) >= len(pupils) == len(recorded) == len(points_of(folder))
    if not whole:
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
    """Return the time of the second half over that of the first."""
    middle = len(times) // 2
    return (times[-1] - times[middle]) / (times[middle] - times[0])


def _growth(used: Used, start: float, end: float) -> float:
    """Return by how much the processes that were there all the time have grown, in megabytes.

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
