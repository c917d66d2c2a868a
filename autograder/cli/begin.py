"""`autograder init` and `autograder new`: what they do, and what they print."""

from pathlib import Path

from autograder.course.begin import begin_course
from autograder.course.scaffold import new_exercise


def init(folder: Path, title: str) -> int:
    """Begin a course, and say what to do next."""
    for path in begin_course(folder, title):
        print(f"  new      {folder / path}")
    print(
        f"A course with one exercise that works. Then:\n"
        f"  cd {folder}\n"
        f"  autograder demo                 # a small class, from templates to feedback\n"
        f"  autograder new flows/coupling   # an exercise of your own"
    )
    return 0


def new(root: Path, key: str) -> int:
    """Begin an exercise, and say what to do next."""
    scaffold = new_exercise(root, key)
    assignment, _, exercise = key.partition("/")
    for path in scaffold.added:
        print(f"  new      {path}")
    for path in scaffold.changed:
        print(f"  changed  {path}")
    print(
        f"Make it yours, then:\n"
        f"  autograder verify {assignment} --only '{exercise}/*'\n"
        f"  autograder build {assignment}"
    )
    return 0
