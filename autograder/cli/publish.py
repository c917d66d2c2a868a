"""`autograder publish-solutions`: what it does, and what it prints."""

from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.whose import each_variant
from autograder.errors import CourseError
from autograder.handout.handing_out import handing_out
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
    why = _too_early(course, assignment, now or datetime.now(UTC))
    if why and not early:
        raise CourseError(f"{why} Wait until then, or give --before-all-have-handed-in.")
    place = (folder or course.root / "published") / assignment
    for letter, own in each_variant(course, assignment):
        for name, solved in solved_notebooks(own, assignment).items():
            _published(place / letter / f"{name}.ipynb", solved)
            which = assignment if name == assignment else f"{assignment}, {name},"
            which += f", variant {letter}," if letter else ""
            print(
                f"{place / letter / name}.ipynb: the notebook of {which} with its solutions. It is "
                f"for you to hand out."
            )
    return 0


def _published(place: Path, solved: NotebookNode) -> None:
    with keeping(place):
        write_atomically(place, (nbformat.writes(solved) + "\n").encode())


def _too_early(course: Course, assignment: str, now: datetime) -> str:
    """Say why an assignment's solutions are not published yet, "" where they may be.

    That is decided by its solutions_from, and by that of whose answers its notebook shows.
    """
    since = course.assignment(assignment).solutions_from
    waits = handing_out(course, assignment)
    if since and now < since:
        return (
            f"The solutions of {assignment} may be shown from "
            f"{course.local(since):%Y-%m-%d %H:%M:%S %Z} on, as solutions_from in course.toml says."
        )
    if waits and now < waits.when:
        return f"{assignment} may be handed out {waits}."
    last = closes(course, assignment)
    if since or now > last:
        return ""
    return (
        f"{assignment} can be handed in until {course.local(last):%Y-%m-%d %H:%M %Z}, extensions "
        f"and late days included, and so could its solutions."
    )
