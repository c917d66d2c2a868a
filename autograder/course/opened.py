"""The course that a process works by, found by its folder: read once for each course.toml.

nbgrader makes its plug-ins itself and hands them text alone, so they know their course by its
folder. A process that lives long, as formgrader's does, finds an edited course.toml read again.
"""

from pathlib import Path

from autograder.course.config import Course, load_course
from autograder.errors import CourseError

# By folder: what course.toml held, and what that says. Courses of one process do not meet.
_opened: dict[Path, tuple[bytes, Course]] = {}


def open_course(root: Path) -> Course:
    """Read a course; raises CourseError. From now on `course_at` gives the same.

    All that a command can find out of a course is asked: whether its files are there, too.
    """
    place = root.resolve()
    before = _held(place)
    course = load_course(place)
    if before is not None and before == _held(place):  # nobody has saved it meanwhile
        _opened[place] = before, course
    return course


def course_at(root: Path) -> Course:
    """Return the course in a folder as its course.toml says now; raises CourseError."""
    place = root.resolve()
    held, course = _opened.get(place, (None, None))
    if course is not None and held == _held(place):
        return course
    return open_course(place)


def course_of(plugin: object) -> Course:
    """Return the course of one of nbgrader's plug-ins, which `configure` has told its `root`.

    Raises CourseError when nobody has told it.
    """
    root = str(getattr(plugin, "root", ""))
    if not root:
        raise CourseError(
            f"{type(plugin).__name__} does not know the folder of its course. Have "
            f"nbgrader_config.py call autograder.gradebook.configure(c, folder)."
        )
    return course_at(Path(root))


def _held(place: Path) -> bytes | None:
    """Return what course.toml holds, None where it cannot be read: who loads it says why."""
    try:
        return (place / "course.toml").read_bytes()
    except OSError:
        return None
