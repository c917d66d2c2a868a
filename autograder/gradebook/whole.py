"""All notebooks of a submission, where nbgrader brings them one at a time."""

from pathlib import Path

from autograder.course.config import Course
from autograder.grading.releases import releases_of
from autograder.submission.read import Submission, entry_in


def whole_of(course: Course, assignment: str, student: str, folder: Path) -> Submission:
    """Read what a student handed in, which lies in `folder`; raises SubmissionError."""
    entry = entry_in(folder, student, course.assignment(assignment).files)
    return releases_of(course, assignment).read(entry)
