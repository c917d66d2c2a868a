"""`autograder build`: what it does, and what it prints."""

from pathlib import Path

from autograder.calibrate.place import calibration_path
from autograder.course.config import Course, load_course
from autograder.course.whose import each_variant
from autograder.datasets.prepare import prepare
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
            prepare(course, name)
            costs = [
                f"{letter}: {told}" if letter else told
                for letter, own in each_variant(course, name)
                if (told := _costs_within_limits(own, name))
            ]
            report = release.build(course, name)
            wheel = write_wheel(course.root / "release" / name)
            print(f"release/{name}: {report}; {wheel.name} for students' self-checks")
            print("\n".join(report.lines()))
            for told in costs:
                print(f"  costs     {told}")
            for one in course.assignment(name).variants:
                print(f"  variant   {one.name}: {one.told}")
            if waits := handing_out(course, name):
                print(f"  hand out  {waits}. `nbgrader release_assignment` waits until then.")
    if stale:
        listed = "\n".join(f"  {path}" for path in stale)
        print(f"The release is not what would be built now:\n{listed}\nRun: autograder build")
    elif check:
        print("The release is what would be built now.")
    return 1 if stale else 0


def _costs_within_limits(course: Course, assignment: str) -> str:
    """Return what a submission costs, "" where nothing says so; raises CourseError beyond limits.

    Only where something may: what estimates it trains models, so it imports torch.
    """
    known = calibration_path(course, assignment).is_file()
    if not known and course.assignment(assignment).data is None:
        return ""
    from autograder.calibrate.costs import expected_costs, require_within_limits

    expected = expected_costs(course, assignment)
    if expected is None:
        return ""
    require_within_limits(course, assignment, expected)
    return expected.told
