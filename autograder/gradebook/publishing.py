"""Feedback pages of single students, made by nbgrader and released through its exchange."""

import glob
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.exchange import Exchange
from autograder.gradebook.recording import reason_in
from autograder.gradebook.settings import settings_of
from autograder.gradebook.withhold import MARK, is_early
from autograder.release import quiet_nbgrader


def page_of(course: Course, assignment: str, student: str) -> Path:
    """Give the place of a student's feedback page."""
    return course.root / "feedback" / student / assignment / f"{assignment}.html"


def publish(course: Course, assignment: str, student: str, exchange: Exchange) -> bool:
    """Have nbgrader write a recorded student's page anew, and release it.

    Gives False when there is no submission in the exchange that it belongs to. Raises CourseError
    when nbgrader cannot write it, StoreError when it cannot be released.
    """
    with quiet_nbgrader():
        api = NbGraderAPI(config=settings_of(course))
        result = api.generate_feedback(assignment, glob.escape(student))
    if not result["success"]:
        raise CourseError(
            f"nbgrader could not write the feedback of {student} on {assignment}: "
            f"{reason_in(result)}"
        )
    page = page_of(course, assignment, student).read_text(encoding="utf-8")
    return exchange.release(student, page)


def is_stale(course: Course, assignment: str, student: str) -> bool:
    """Say whether a student was recorded anew since the feedback page was written."""
    graded = course.root / "autograded" / student / assignment / f"{assignment}.ipynb"
    page = page_of(course, assignment, student)
    try:
        return graded.stat().st_mtime_ns > page.stat().st_mtime_ns
    except FileNotFoundError:
        return False


def withholds(page: Path) -> bool:
    """Say whether something is left out of a page until the due date."""
    return f"{MARK}=" in page.read_text(encoding="utf-8")


def told_at_last(course: Course, assignment: str) -> tuple[str, ...]:
    """Write and release all pages anew from which something is still left out after the due date.

    Gives whose they are; raises as `publish` does.
    """
    if course.watch.hidden == "at_once":
        return ()
    pages = sorted((course.root / "feedback").glob(f"*/{assignment}/{assignment}.html"))
    students = [page.parts[-3] for page in pages if withholds(page)]
    late = tuple(name for name in students if not is_early(course, assignment, name))
    if late:
        exchange = Exchange(course, assignment)
        for student in late:
            publish(course, assignment, student, exchange)
    return late
