"""What nbgrader's gradebook holds of an assignment, and what we know to have recorded there."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from autograder.course.config import Course
from autograder.errors import StoreError
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.records.verdict import Verdict
from autograder.storage.atomic import keeping, write_atomically
from autograder.storage.database import reaching, with_timeouts

_NO_SUM = 1e-6  # below any difference of points


@dataclass(frozen=True)
class Score:
    """A student's score in the gradebook: what we recorded, and with what a person gave."""

    automatic: float
    whole: float


@contextmanager
def gradebook_of(url: str, course: Course) -> Iterator[Any]:
    """Open the gradebook; raises StoreError when it cannot be read or written."""
    with (
        reaching(url),
        quiet_nbgrader(),
        Gradebook(with_timeouts(url), course.course.id) as gradebook,
    ):
        yield gradebook


def scores_of(gradebook: Any, assignment: str) -> dict[str, Score]:
    """Return the score of every student of whom nbgrader has recorded one."""
    submissions = gradebook.assignment_submissions(assignment)
    scores = {submission.student.id: _score(submission) for submission in submissions}
    return {student: score for student, score in scores.items() if score is not None}


def score_of(gradebook: Any, assignment: str, student: str) -> Score | None:
    """Return one student's score, None when nbgrader has recorded none."""
    try:
        return _score(gradebook.find_submission(assignment, student))
    except MissingEntry:
        return None


def _score(submission: Any) -> Score | None:
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    automatic = [grade.auto_score for grade in grades if grade.auto_score is not None]
    return Score(sum(automatic), submission.score) if automatic else None


class Receipts:
    """What was recorded of each student: `verdicts/recorded/`, one file each.

    A receipt is believed only as long as the gradebook and the autograded notebooks agree with it.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self._course = course
        self._assignment = assignment
        self._folder = course.root / "verdicts" / "recorded"

    def holds(self, student: str, key: str) -> bool:
        """Say whether just this was recorded, and nothing has touched it since."""
        path = self._path(student)
        try:
            with keeping(path):
                receipt = json.loads(path.read_bytes())
        except (StoreError, ValueError):  # it is recorded again, and then complained of
            return False
        return bool(receipt == self._receipt(student, key))

    def write(self, student: str, key: str) -> None:
        """Say that this was recorded; raises StoreError when it cannot be written."""
        receipt = self._receipt(student, key)
        path = self._path(student)
        with keeping(path):
            write_atomically(path, json.dumps(receipt).encode())

    def _receipt(self, student: str, key: str) -> dict[str, str]:
        told = self._course.language.sha256  # of the words that findings were shown in
        return {"key": key, "autograded": self._autograded(student), "language": told}

    def _path(self, student: str) -> Path:
        name = f"{self._assignment}\0{student}".encode("utf-8", "surrogateescape")
        return self._folder / f"{sha256(name).hexdigest()}.json"

    def _autograded(self, student: str) -> str:
        folder = self._course.root / "autograded" / student / self._assignment
        names = self._course.assignment(self._assignment).files
        try:
            found = [(folder / f"{name}.ipynb").read_bytes() for name in names]
        except OSError:
            return ""
        hashes = [sha256(notebook).hexdigest() for notebook in found]
        return hashes[0] if len(hashes) == 1 else " ".join(hashes)


def key_of(verdict: Verdict, staged: Mapping[str, bytes], due: str, settings: bytes) -> str:
    """Return the hash of all that what nbgrader records of a student depends on."""
    line = {k: v for k, v in verdict.line().items() if k not in ("seconds", "versions")}
    digest = sha256(json.dumps([line, due], sort_keys=True).encode() + b"\0" + settings)
    for name, content in sorted(staged.items()):
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def agrees(score: Score | None, verdict: Verdict) -> bool:
    """Say whether the gradebook has the points of a verdict, where checks give any."""
    return not verdict.exercises or (
        score is not None and abs(score.automatic - verdict.points) < _NO_SUM
    )
