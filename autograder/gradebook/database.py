"""Whether nbgrader's gradebook can be opened, and what it holds."""

from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Course
from autograder.errors import CourseError
from autograder.release import database_url, quiet_nbgrader


def describe(course: Course) -> str:
    """Say where the gradebook is and what it holds; raises CourseError when it cannot be opened."""
    url = make_url(database_url(course))
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return f"{where}: not there yet, made by the first build or grading"
    try:
        with quiet_nbgrader(), Gradebook(database_url(course), course.course.id) as gradebook:
            students, assignments = len(gradebook.students), len(gradebook.assignments)
    except ModuleNotFoundError as error:
        raise CourseError(
            f"The gradebook {where} cannot be opened without the driver {error.name}. Install it: "
            f"pip install {error.name}"
        ) from error
    except (SQLAlchemyError, OSError) as error:
        kind = type(error).__name__
        raise CourseError(
            f"The gradebook {where} cannot be opened ({kind}). Check [course] db_url in "
            f"course.toml, and that its server runs or its folder can be written."
        ) from error
    return f"{where}: {students} students, {assignments} assignments"
