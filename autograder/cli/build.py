"""`autograder build`, `autograder init` and `autograder new`: what they do, and what they print."""

from pathlib import Path

from autograder.course.begin import begin_course
from autograder.course.config import load_course
from autograder.course.scaffold import new_exercise
from autograder.handout import build as release
from autograder.handout.handing_out import handing_out
from autograder.handout.wheel import write_wheel


def build(root: Path, assignment: str | None, *, check: bool) -> int:
    """Build the release of one or all assignments, or check that it is up to date."""
    course = load_course(root)
    names = [course.assignment(assignment).name] if assignment else list(course.assignments)
    stale: list[str] = []
    for name in names:
        if check:
            stale += release.build_check(course, name)
        else:
            report = release.build(course, name)
            wheel = write_wheel(course.root / "release" / name)
            print(f"release/{name}: {report}; {wheel.name} for students' self-checks")
            print("\n".join(report.lines()))
            if waits := handing_out(course, name):
                print(f"  hand out  {waits}. `nbgrader release_assignment` waits until then.")
    if stale:
        listed = "\n".join(f"  {path}" for path in stale)
        print(f"The release is not what would be built now:\n{listed}\nRun: autograder build")
    elif check:
        print("The release is what would be built now.")
    return 1 if stale else 0


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
