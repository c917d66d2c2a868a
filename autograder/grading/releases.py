"""What students got of an assignment, by variant, and what each of them handed in of it."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.whose import each_variant, letter_of
from autograder.errors import SubmissionError
from autograder.grading.released import released_notebook
from autograder.submission.read import Entry, Submission, Variants, read_submission
from autograder.text.i18n import said


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
        return read_submission(entry, own, self.assignment, limit, self._variants(entry.student))

    def questions_on(self, entries: Iterable[Entry]) -> dict[str, str]:
        """Return by student what a person should ask about whose notebook was handed in."""
        found: dict[str, str] = {}
        for entry in entries if len(self.notebooks) > 1 else ():
            try:
                question = self.question_on(self.read(entry))
            except SubmissionError:
                continue  # its verdict says what is wrong
            found |= {entry.student: question} if question else {}
        return found

    def question_on(self, submission: Submission) -> str:
        """Return what a person should ask about whose notebook it was, "" for nothing."""
        if not submission.other:
            return ""
        own = letter_of(self.course, self.assignment, submission.student)
        place = f"[assignments.{self.assignment}.variants]"
        return (
            f"This was handed in as the notebook of variant {submission.other}; drawn, and graded "
            f"by, is {own}. If it was given to them, write it into {place} of course.toml, and "
            f"grade again."
        )

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


def releases_of(course: Course, assignment: str) -> Releases:
    """Read what students got; raises CourseError where it was not built."""
    notebooks = {
        letter: released_notebook(one, assignment)
        for letter, one in each_variant(course, assignment)
    }
    return Releases(course, assignment, notebooks)
