"""The address of a case: the hash of all that its outcome rests on."""

import json
from collections.abc import Mapping
from dataclasses import astuple, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from autograder.course.dependencies import contents_sha256
from autograder.course.known import answer_sheet
from autograder.course.public import public_files
from autograder.errors import CourseError
from autograder.grading.outline import Outline
from autograder.submission.read import Submission, submission_of
from autograder.verify.case import Case
from autograder.verify.engine import engine_sha256, libraries

SCHEMA = 1


class Addresses:
    """The addresses of cases by one exam behind one wall, as the files were when it was made.

    `wall`, the sandbox's kind and, of a container, the image that it is made of; `engine`, the
    hash of the tool's own files, of which a process may have imported some long ago.
    """

    def __init__(self, exam: Outline, wall: str, engine: str) -> None:
        self._exam, self.wall = exam, wall
        self._engine, self._data = engine, self._data_sha256()
        self._rests_on = engine, self._data, libraries(), wall
        self._hashes: dict[str, Mapping[str, str]] = {}
        self._above: dict[str, str] = {}

    def of(self, case: Case, *, trained_before: bool = False) -> str:
        """Return a case's address; another one where a model was loaded, not trained for it."""
        known = case.known
        parts = [
            SCHEMA,
            self._rests_on,
            self._hash_of(known.exercise, case.secret),
            self._cells_above(known.exercise),
            astuple(known),
            case.secret,
            trained_before,
        ]
        return _sha256(parts)

    def unchanged(self) -> bool:
        """Say whether all files are as they were, so that what was found now rests on them."""
        try:
            self._exam.require_unchanged()
            return (engine_sha256(), self._data_sha256()) == (self._engine, self._data)
        except (CourseError, OSError):  # OSError: one is gone
            return False

    def _data_sha256(self) -> str:
        """Return the hash of the files that a submission can read."""
        return contents_sha256(self._exam.data, public_files(self._exam.data))

    def _hash_of(self, exercise: str, secret: str) -> str:
        """Return what the exam says of its checks, references, parameters, limits and points."""
        if secret not in self._hashes:
            exam = replace(self._exam, course=self._exam.course.under(secret))
            self._hashes[secret] = exam.exercise_sha256
        return self._hashes[secret][exercise]

    def _cells_above(self, exercise: str) -> str:
        """Return the hash of what runs above the exercise's grade cell in the reference's sheet.

        A known submission takes the place of some of it, which its own source says.
        """
        if exercise not in self._above:
            sheet = self._reference_sheet
            grade_id = next(e.grade_id for e in self._exam.exercises if e.name == exercise)
            cells = [*sheet.cells_before(grade_id), *sheet.left_out]
            self._above[exercise] = _sha256([[c.cell_id, c.name, c.source] for c in cells])
        return self._above[exercise]

    @cached_property
    def _reference_sheet(self) -> Submission:
        exam, name = self._exam, self._exam.assignment.name
        notebook = answer_sheet(exam.course, name, exam.released)
        return submission_of(notebook, exam.released, "known", name)


def _sha256(value: Any) -> str:
    return sha256(json.dumps(value).encode()).hexdigest()
