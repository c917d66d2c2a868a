"""`autograder build`: what it does, and what it prints."""

from pathlib import Path

from autograder.course.config import load_course
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
