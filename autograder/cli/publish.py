"""`autograder publish-solutions`: what it does, and what it prints."""

from datetime import UTC, datetime
from pathlib import Path

import nbformat

from autograder.course.config import load_course
from autograder.errors import CourseError
from autograder.handout.solved import solved_notebooks
from autograder.late.closing import closes
from autograder.storage.atomic import keeping, write_atomically


def publish_solutions(
    root: Path, assignment: str, folder: Path | None, *, early: bool, now: datetime | None = None
) -> int:
    """Write a student's notebook with the solutions; raises CourseError while it is of use.

    Args: `early`, write it all the same; `now`, the moment at which that is asked.
    """
    course = load_course(root)
    last = closes(course, assignment)
    if (now or datetime.now(UTC)) <= last and not early:
        raise CourseError(
            f"{assignment} can be handed in until {course.local(last):%Y-%m-%d %H:%M %Z}, "
            f"extensions and late days included, and so could its solutions. Wait until then, or "
            f"give --before-all-have-handed-in."
        )
    for name, solved in solved_notebooks(course, assignment).items():
        notebook = nbformat.writes(solved) + "\n"
        place = (folder or course.root / "published") / assignment / f"{name}.ipynb"
        with keeping(place):
            write_atomically(place, notebook.encode())
        which = assignment if name == assignment else f"{assignment}, {name},"
        print(f"{place}: the notebook of {which} with its solutions. It is for you to hand out.")
    return 0
