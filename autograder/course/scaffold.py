"""`autograder new`: an exercise that works, to be made one's own, where all its parts belong."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from autograder.course.config import Course, load_course
from autograder.course.notebooks import SINGLE
from autograder.errors import CourseError
from autograder.text.decoding import decoded

POINTS = 10
FUNCTION = "log_mean_exp"  # what an exercise asks for at first
KEY = re.compile(r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")
# Where each part of an exercise stands, by the file of skeleton/ it begins as.
PLACES = {
    "solution.py.txt": "solutions/ASSIGNMENT/EXERCISE.py",
    "checks.py.txt": "assignments/ASSIGNMENT/checks/EXERCISE.py",
    "right_shifted.py.txt": "tests/submissions/ASSIGNMENT/EXERCISE/right_shifted.py",
    "wrong_sum.py.txt": "tests/submissions/ASSIGNMENT/EXERCISE/wrong_sum.py",
    "wrong_overflow.py.txt": "tests/submissions/ASSIGNMENT/EXERCISE/wrong_overflow.py",
}


@dataclass(frozen=True)
class Scaffold:
    """What a new exercise adds and what it changes: texts by their paths in the course."""

    added: dict[str, str]
    changed: dict[str, str]


def new_exercise(root: Path, key: str) -> Scaffold:
    """Write an exercise `<assignment>/<exercise>` that passes `autograder verify` as it stands.

    An assignment that is not there yet is begun. Raises CourseError for a key that is no key, for
    an exercise that is there already, and when the course would not be sound; then nothing is
    written.
    """
    scaffold = planned(root, key)
    for path, text in {**scaffold.added, **scaffold.changed}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    load_course(root)
    return scaffold


def planned(root: Path, key: str) -> Scaffold:
    """Say what `new_exercise` would write."""
    if not KEY.match(key):
        raise CourseError(
            f"{key!r} is no name of an exercise. Give <assignment>/<exercise> in small letters, "
            f"digits and _, such as flows/coupling."
        )
    course = load_course(root)
    assignment, _, exercise = key.partition("/")
    function = _function(root / "solutions" / assignment, exercise)
    added = _parts(assignment, exercise, function)
    there = [path for path in added if (root / path).exists()]
    known = assignment in course.assignments
    if there or (known and exercise in course.assignments[assignment].exercises):
        where = there[0] if there else "course.toml"
        raise CourseError(f"{key} is there already ({where}). Choose another name.")
    handout = f"assignments/{assignment}/{_last_handout(course, assignment)}"
    section = _begun("handout.md.txt", assignment, exercise, function)
    toml = decoded((root / "course.toml").read_bytes())
    if not known:
        text = skeleton("assignment.md.txt") + "\n" + section
        return Scaffold(added | {handout: text}, {"course.toml": with_assignment(toml, key)})
    text = decoded((root / handout).read_bytes()).rstrip("\n") + "\n\n" + section
    changed = {handout: text, "course.toml": _with_exercise(toml, assignment, exercise)}
    return Scaffold(added, changed)


def _last_handout(course: Course, assignment: str) -> str:
    """Return the file to which an exercise is added: of several notebooks that of the last."""
    known = course.assignments.get(assignment)
    return f"{known.notebooks[-1] if known and known.notebooks else SINGLE}.md.j2"


def begun(key: str) -> dict[str, str]:
    """Return the parts of the first exercise of a new assignment, texts by their paths."""
    assignment, _, exercise = key.partition("/")
    section = _begun("handout.md.txt", assignment, exercise, FUNCTION)
    text = skeleton("assignment.md.txt") + "\n" + section
    handout = f"assignments/{assignment}/assignment.md.j2"
    return _parts(assignment, exercise, FUNCTION) | {handout: text}


def _parts(assignment: str, exercise: str, function: str) -> dict[str, str]:
    return {
        _named(place, assignment, exercise): _begun(part, assignment, exercise, function)
        for part, place in PLACES.items()
    }


def _begun(part: str, assignment: str, exercise: str, function: str) -> str:
    return _named(skeleton(part).replace(FUNCTION, function), assignment, exercise)


def _function(solutions: Path, exercise: str) -> str:
    """Return the function's name: two exercises of one notebook must not define the same."""
    sources = [decoded(path.read_bytes()) for path in solutions.glob("*.py")]
    taken = any(f"def {FUNCTION}(" in source for source in sources)
    return f"{FUNCTION}_{exercise}" if taken else FUNCTION


def skeleton(name: str) -> str:
    """Return a file that an exercise or a course begins as."""
    return files("autograder.course").joinpath("skeleton", name).read_text(encoding="utf-8")


def _named(text: str, assignment: str, exercise: str) -> str:
    title = exercise.replace("_", " ").capitalize()
    return (
        text.replace("ASSIGNMENT", assignment).replace("EXERCISE", exercise).replace("TITLE", title)
    )


def _with_exercise(toml: str, assignment: str, exercise: str) -> str:
    """Add an exercise as the last of its assignment's table, comments and order kept."""
    lines = toml.splitlines()
    header = re.compile(rf"^\[assignments\.{assignment}\.exercises\]")
    start = next((n for n, line in enumerate(lines) if header.match(line)), None)
    if start is None:
        raise CourseError(
            f"course.toml: there is no table [assignments.{assignment}.exercises] to add to. "
            f"Write its exercises as a table of that name."
        )
    last = start
    for number in range(start + 1, len(lines)):
        if lines[number].startswith("["):
            break
        if lines[number].strip() and not lines[number].startswith("#"):
            last = number
    return "\n".join([*lines[: last + 1], f"{exercise} = {POINTS}", *lines[last + 1 :], ""])


def with_assignment(toml: str, key: str) -> str:
    """Return the text of course.toml with the table of one more assignment, due in four weeks."""
    assignment, _, exercise = key.partition("/")
    due = (datetime.now(UTC) + timedelta(days=28)).replace(hour=23, minute=59, second=0)
    title = assignment.replace("_", " ").capitalize()
    return (
        f"{toml.rstrip()}\n\n[assignments.{assignment}]\n"
        f'title = "{title}"\ndue = {due.isoformat(timespec="seconds")}\n\n'
        f"[assignments.{assignment}.exercises]\n{exercise} = {POINTS}\n"
    )
