"""`autograder prune`: of verdicts/, what no run will ask for again."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.config import Course
from autograder.course.whose import each_variant, letter_of
from autograder.errors import SubmissionError
from autograder.grading.changes import read_lines
from autograder.grading.outline import load_outline
from autograder.grading.releases import Releases
from autograder.grading.shelf import addresses_of
from autograder.grading.store import Verdicts
from autograder.storage.atomic import keeping
from autograder.submission.read import find_submissions

_DEVICES = ("cpu", "cuda")


@dataclass(frozen=True)
class Pruned:
    """How many files were superseded and how large they were; what was left as it is, and why."""

    files: int
    size: int
    left: tuple[str, ...]
    dry: bool = False

    def __str__(self) -> str:
        """Say it in a sentence or two."""
        verb = "Would remove" if self.dry else "Removed"
        words = f"{verb} {self.files} superseded files of verdicts/, {self.size / 1e6:.1f} MB."
        if self.left:
            words += f" Left alone, as nobody has handed in there: {', '.join(self.left)}."
        return words


def prune(
    course: Course, submitted: Path, days: float, *, also: Iterable[Path] = (), dry: bool = False
) -> Pruned:
    """Remove verdicts and exercise results of submissions and courses that are no more.

    Kept is what a present submission needs under the present course, each student's newest
    verdict, what the last run's lines name, receipts, and all that is younger than `days`. An
    assignment without submissions in `submitted` is left as it is. `also`, files of verdicts/ that
    are known to be superseded. Raises StoreError.
    """
    verdicts = Verdicts(course.root / "verdicts")
    needed: set[Path] = set()
    left: list[str] = []
    judged: list[str] = []
    for name in course.assignments:
        found = set(_present(course, name, submitted, verdicts))
        (judged if found else left).append(name)
        needed |= found
    before = time.time() - 86400 * days
    gone = [*_superseded(verdicts, judged, needed, before), *also]
    with keeping(verdicts.folder):
        size = sum(path.stat().st_size for path in gone)
        for path in () if dry else gone:
            path.unlink()
    return Pruned(len(gone), size, tuple(left), dry)


def _present(course: Course, name: str, submitted: Path, verdicts: Verdicts) -> Iterator[Path]:
    """Return the files that the next run over the present submissions would ask for."""
    entries = find_submissions(submitted, name, notebooks=course.assignment(name).files)
    if not entries:
        return
    exams = {letter: load_outline(one, name) for letter, one in each_variant(course, name)}
    releases = Releases(course, name, {letter: one.released for letter, one in exams.items()})
    for entry in entries:
        try:
            submission = releases.read(entry)
        except SubmissionError:
            continue
        exam = exams[letter_of(course, name, entry.student)]
        for device in _DEVICES:
            yield verdicts.path(submission.student, submission.sha256, exam.sha256, device)
            for address in addresses_of(exam, submission, device, verdicts):
                yield verdicts.exercise_path(address)


def _superseded(
    verdicts: Verdicts, names: list[str], needed: set[Path], before: float
) -> Iterator[Path]:
    needed = needed | set(_named(verdicts, names))
    newest: dict[tuple[str, str], Path] = {}
    old: list[Path] = []
    with keeping(verdicts.folder):
        for path in sorted(verdicts.folder.glob("[!.]*.json"), key=_age):
            found = _read(path)
            if found.get("assignment") in names:
                newest[found["assignment"], str(found.get("student"))] = path
                old.append(path)
        for path in (verdicts.folder / "exercises").glob("[!.]*.json"):
            key = str(_read(path).get("verdict", {}).get("key", ""))
            if key.partition("/")[0] in names:
                old.append(path)
        kept = needed | set(newest.values())
        yield from (path for path in old if path not in kept and _age(path) < before)


def _named(verdicts: Verdicts, names: list[str]) -> Iterator[Path]:
    """Return the verdicts that the lines of the last runs name."""
    for name in names:
        for student, line in read_lines(verdicts.folder / f"{name}.jsonl").items():
            hashes = str(line.get("submission_sha256")), str(line.get("course_sha256"))
            yield verdicts.path(student, *hashes, str(line.get("device")))


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _read(path: Path) -> dict[str, Any]:
    """Read a file that may be damaged, which then is nobody's and is left."""
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
