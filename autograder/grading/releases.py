"""What students got of an assignment, by variant, and what each of them handed in of it."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.variants import FOLDER, START
from autograder.course.whose import each_variant, letter_of
from autograder.errors import SubmissionError
from autograder.grading.released import released_notebook
from autograder.submission.read import Entry, Submission, Variants, read_submission
from autograder.text.i18n import said

MOST_LOOKED_AT = 100  # notebooks of one student's folder of variants


@dataclass(frozen=True)
class Releases:
    """The released notebook of an assignment by variant; by "" where all get the same."""

    course: Course
    assignment: str
    notebooks: Mapping[str, NotebookNode]

    def of(self, student: str) -> NotebookNode:
        """Return the notebook that a student got."""
        return self.notebooks[letter_of(self.course, self.assignment, student)]

    @cached_property
    def together(self) -> NotebookNode:
        """Return a notebook with all cells that anybody got."""
        whole = copy(next(iter(self.notebooks.values())))
        whole.cells = [cell for one in self.notebooks.values() for cell in one.cells]
        return whole

    def read(self, entry: Entry) -> Submission:
        """Read what was handed in, put back onto what its student got; raises SubmissionError."""
        own, limit = self.of(entry.student), self.course.limits.notebook_mb
        variants = self._variants(entry.student)
        if variants and entry.path is not None and entry.path.name == f"{START}.ipynb":
            names = self.course.assignment(self.assignment).files
            raise SubmissionError(_laid_out_alone([f"{name}.ipynb" for name in names]))
        return read_submission(entry, own, self.assignment, limit, variants)

    def questions_on(self, entries: Iterable[Entry]) -> dict[str, str]:
        """Return by student what a person should ask about whose notebook was handed in."""
        found: dict[str, str] = {}
        for entry in entries if len(self.notebooks) > 1 else ():
            try:
                question = self.question_on(entry, self.read(entry))
            except SubmissionError:
                question = self.question_on(entry, None)
            found |= {entry.student: question} if question else {}
        return found

    def question_on(self, entry: Entry, submission: Submission | None) -> str:
        """Return what a person should ask about one of them, "" for nothing.

        Args: `submission`, None where it could not be read.
        """
        if len(self.notebooks) < 2:
            return ""
        asked = []
        if submission is not None and submission.other:
            own = letter_of(self.course, self.assignment, entry.student)
            asked.append(
                f"This was handed in as the notebook of variant {submission.other}; drawn, and "
                f"graded by, is {own}. If they were given it, write it into [assignments."
                f"{self.assignment}.variants] of course.toml, build, hand out, and grade again."
            )
        if changed := self._worked_in(entry):
            asked.append(
                f"{changed} was changed, and is not graded: what counts lies beside the folder "
                f"{FOLDER}. Is it where they have worked?"
            )
        return " ".join(asked)

    def _worked_in(self, entry: Entry) -> str:
        """Return a notebook among those of all variants that is not as it was handed out."""
        if entry.path is None:
            return ""
        for path in sorted(entry.path.parent.glob(f"{FOLDER}/*/*.ipynb"))[:MOST_LOOKED_AT]:
            name = path.relative_to(entry.path.parent)
            original = self.course.root / "release" / self.assignment / name
            try:
                if not original.is_file() or not _is_same(path, original):
                    return name.as_posix()
            except OSError:
                continue  # a student's file may be anything
        return ""

    def _variants(self, student: str) -> Variants | None:
        own = letter_of(self.course, self.assignment, student)
        return Variants(self.notebooks, own, self._notes(own)) if own else None

    def _notes(self, own: str) -> dict[str, str]:
        word = self.course.language.word
        told = {one.name: one.told for one in self.course.assignment(self.assignment).variants}
        return {
            letter: word(
                said(
                    "This was handed in as the notebook of variant {other} ({others}). Yours is "
                    "variant {own} ({mine}), and by that it is graded. If you were given the "
                    "other, tell those who teach the course.",
                    other=letter,
                    others=others,
                    own=own,
                    mine=told[own],
                )
            )
            for letter, others in told.items()
        }


def _is_same(path: Path, other: Path) -> bool:
    """Say whether two files have the same bytes, of which the second is ours."""
    wanted = other.read_bytes()
    if not path.is_file():  # a pipe's reader would wait
        return False
    with path.open("rb") as file:
        return file.read(len(wanted) + 1) == wanted


def _laid_out_alone(names: Sequence[str]) -> str:
    return said(
        "{start} alone was handed in, which only gives everybody their own notebook. Run its cell, "
        "work in what it puts beside itself, and hand in {files}.",
        start=f"{START}.ipynb",
        files=", ".join(names),
    )


def releases_of(course: Course, assignment: str) -> Releases:
    """Read what students got; raises CourseError where it was not built."""
    notebooks = {
        letter: released_notebook(one, assignment)
        for letter, one in each_variant(course, assignment)
    }
    return Releases(course, assignment, notebooks)
