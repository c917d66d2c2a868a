"""One submission is graded in Gradescope's container, as `autograder grade` grades a class."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from autograder.course.config import Course
from autograder.errors import SubmissionError, UnreadError
from autograder.grading.exam import exam_of
from autograder.grading.outline import Outline
from autograder.grading.submission import grade
from autograder.grading.ungraded import ungraded
from autograder.records.verdict import Status, Verdict
from autograder.sandbox.base import Sandbox
from autograder.sandbox.prefork import Terms
from autograder.sandbox.prefork_sandbox import WarmSandbox
from autograder.sandbox.roots import Roots
from autograder.submission.read import Submission, entry_in, read_submission

# As in verdicts of a class, but no name: nothing of it depends on whose it is.
STUDENT = "student"


@contextmanager
def opened(course: Course, assignment: str, home: Path) -> Iterator[Sandbox]:
    """Return the sandbox of such a container, made by `install`; raises SandboxError."""
    # The grader's own sums must not depend on the number of cores.
    torch.set_num_threads(1)
    wall = Roots(home)
    terms = Terms(course.grading.recycle, namespaces=False, roots=str(wall.roots))
    with WarmSandbox(wall, course.widest_limits(assignment), terms) as sandbox:
        yield sandbox


def graded(outline: Outline, folder: Path, home: Path) -> Verdict:
    """Return the verdict on the notebooks in a folder: `broken` where it is our fault.

    Raises SandboxError when no process of theirs can be had, and CourseError as `exam_of`.
    """
    name, names = outline.assignment.name, outline.assignment.files
    entry = entry_in(folder, STUDENT, names)
    try:
        most = outline.course.limits.notebook_mb
        submission = read_submission(entry, outline.released, name, most)
    except SubmissionError as error:
        status: Status = "broken" if isinstance(error, UnreadError) else "rejected"
        return ungraded(outline, STUDENT, entry.sha256, status, error.sentence)
    return examined(outline, submission, home)


def examined(outline: Outline, submission: Submission, home: Path) -> Verdict:
    """Return the verdict on a submission that could be read; raises as `graded`."""
    exam = exam_of(outline)
    with opened(outline.course, outline.assignment.name, home) as sandbox:
        return grade(exam, submission, sandbox, "cpu")
