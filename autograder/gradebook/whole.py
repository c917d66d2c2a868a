"""All notebooks of a submission, where nbgrader brings them one at a time."""

from pathlib import Path

from autograder.course.config import Course
from autograder.grading.released import released_notebook
from autograder.submission.read import Submission, entry_in, read_submission


def whole_of(course: Course, assignment: str, student: str, folder: Path) -> Submission:
    """Read what a student handed in, which lies in `folder`; raises SubmissionError."""
    entry = entry_in(folder, student, course.assignment(assignment).files)
    released = released_notebook(course, assignment)
    return read_submission(entry, released, assignment, course.limits.notebook_mb)
