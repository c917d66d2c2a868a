"""Whether anybody's work hangs on the name of an assignment: what must not be renamed then."""

from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import MissingEntry

from autograder.course.config import Course
from autograder.course.private import DEFAULT_EXCHANGE
from autograder.errors import CourseError
from autograder.gradebook.database import is_there
from autograder.gradebook.status import gradebook_of
from autograder.handout.build import database_url

_OF_STUDENTS = ("submitted", "autograded", "feedback")


def require_unused(course: Course, assignment: str) -> None:
    """Raise CourseError when students have an assignment, or a gradebook has work of theirs."""
    reason = next(_uses(course, assignment), "")
    if reason:
        raise CourseError(
            f"{assignment} is in use: {reason}. A new name would lose that, so nothing was "
            f"renamed. Change its title in course.toml, which is what students read."
        )


def forget(course: Course, assignment: str) -> None:
    """Take an assignment of which nobody's work is known out of the gradebook, if it is there."""
    url = database_url(course)
    if is_there(url):
        with gradebook_of(url, course) as gradebook:
            try:
                gradebook.remove_assignment(assignment)
            except MissingEntry:
                return


def _uses(course: Course, assignment: str) -> Iterator[str]:
    for step in _OF_STUDENTS:
        for folder in (course.root / step).glob(f"*/{assignment}"):
            yield f"{folder} is there"
    exchange = Path(course.exchange.root or DEFAULT_EXCHANGE)
    outbound = course.root / exchange / course.course.id / "outbound" / assignment
    if outbound.exists():
        yield f"it was released to students in {outbound}"
    url = database_url(course)
    if is_there(url):
        with gradebook_of(url, course) as gradebook:
            count = len(gradebook.assignment_submissions(assignment))
        if count:
            yield f"the gradebook has {count} submissions of it"
