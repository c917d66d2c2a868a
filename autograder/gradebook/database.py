"""Whether nbgrader's gradebook can be opened, and what it holds."""

from contextlib import suppress
from pathlib import Path

from nbgrader.api import Base
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from autograder.course.config import Course
from autograder.errors import StoreError
from autograder.gradebook.status import gradebook_of
from autograder.handout.build import database_url
from autograder.runs.run import Run
from autograder.storage.database import old_sentence, reaching, shown, with_timeouts


def describe(course: Course) -> str:
    """Say where the gradebook is and what it holds; raises StoreError when it cannot be opened."""
    url = database_url(course)
    where = shown(url)
    if not is_there(url):
        return f"{where}: not there yet, made by the first build or grading"
    with gradebook_of(url, course) as gradebook:
        students, assignments = len(gradebook.students), len(gradebook.assignments)
    return f"{where}: {students} students, {assignments} assignments"


def require_gradebook(run: Run) -> None:
    """Raise StoreError now, before anything is graded, when it is of no use to grade.

    That is when the gradebook's server is away, or when an older nbgrader has made it.
    """
    url = run.db_url
    with reaching(url):
        if make_url(url).get_backend_name() != "sqlite":
            is_there(url)
    with suppress(SQLAlchemyError, OSError):  # what else is wrong is told when it is recorded
        missing = _missing(url)
        if missing:
            raise StoreError(old_sentence(url, f"it has no {missing}"))


def _missing(url: str) -> str:
    """Name a column that nbgrader has in its tables and this gradebook has not, '' for none."""
    parsed = make_url(url)
    lite = parsed.get_backend_name() == "sqlite"
    if lite and not Path(parsed.database or "").is_file():
        return ""
    # A locked file is not waited for, now that nothing is to be written.
    more = {"connect_args": {"timeout": 0}} if lite else {}
    engine = create_engine(url if lite else with_timeouts(url), poolclass=NullPool, **more)
    inspector = inspect(engine)
    for table in Base.metadata.sorted_tables:
        if inspector.has_table(table.name):
            known = {column["name"] for column in inspector.get_columns(table.name)}
            lost = [column.name for column in table.columns if column.name not in known]
            if lost:
                return f"{table.name}.{lost[0]}"
    return ""


def is_there(url: str) -> bool:
    """Say whether nbgrader's tables are there, without making any; raises StoreError."""
    with reaching(url):
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
            return False
        engine = create_engine(with_timeouts(url), poolclass=NullPool)
        return bool(inspect(engine).has_table("assignment"))
