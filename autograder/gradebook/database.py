"""Whether nbgrader's gradebook can be opened, and what it holds."""

from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from autograder.connection import patient, reaching, shown
from autograder.course import Course
from autograder.gradebook.settings import settings_of
from autograder.gradebook.standing import gradebook_of
from autograder.release import database_url


def describe(course: Course) -> str:
    """Say where the gradebook is and what it holds; raises StoreError when it cannot be opened."""
    url = database_url(course)
    where = shown(url)
    if not _is_there(url):
        return f"{where}: not there yet, made by the first build or grading"
    with gradebook_of(url, course) as gradebook:
        students, assignments = len(gradebook.students), len(gradebook.assignments)
    return f"{where}: {students} students, {assignments} assignments"


def require_gradebook(course: Course) -> None:
    """Raise StoreError now, before anything is graded, when the gradebook's server is away."""
    url = str(settings_of(course).CourseDirectory.db_url)
    with reaching(url):
        if make_url(url).get_backend_name() != "sqlite":
            _is_there(url)


def _is_there(url: str) -> bool:
    """Say whether nbgrader's tables are there, without making any; raises StoreError."""
    with reaching(url):
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
            return False
        engine = create_engine(patient(url), poolclass=NullPool)
        return bool(inspect(engine).has_table("assignment"))
