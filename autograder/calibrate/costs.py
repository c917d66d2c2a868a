"""What one submission will cost, for `autograder build`: as calibrated, else a quick estimate."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.calibrate.file import costs_of
from autograder.course.config import Course
from autograder.errors import CourseError


@dataclass(frozen=True)
class Expected:
    """Seconds of processor time, by exercise: of its dearest question, and of all of it."""

    call: Mapping[str, float]
    exercise: Mapping[str, float]
    told: str


def expected_costs(course: Course, assignment: str) -> Expected | None:
    """Return what is known, else what a few steps of the reference's training say.

    None for an assignment that trains nothing, or that has neither a table `data` nor numbers.
    """
    costs = costs_of(course, assignment)
    if costs is not None:
        told = (
            f"about {costs.whole:.0f} CPU s for one submission, {costs.most:.0f} for the dearest "
            f"known (calibrated)"
        )
        return Expected(costs.call, costs.counted, told)
    if course.assignment(assignment).data is None:
        return None
    from autograder.calibrate.estimate import estimated  # it trains, so it imports torch

    seconds = estimated(course, assignment)
    if not seconds.exercise:
        return None
    told = (
        f"at least {sum(seconds.exercise.values()):.0f} CPU s for one submission, its trainings "
        f"alone (an estimate by a few steps; `autograder calibrate {assignment}` measures it)"
    )
    return Expected(seconds.call, seconds.exercise, told)


def require_within_limits(course: Course, assignment: str, expected: Expected) -> None:
    """Raise CourseError where an exercise would meet a limit of course.toml."""
    for key, seconds in (("call_seconds", expected.call), ("cpu_seconds", expected.exercise)):
        for exercise, wanted in seconds.items():
            limit = getattr(course.limits_of(assignment, exercise), key)
            if wanted > limit:
                what = "one training" if key == "call_seconds" else "all of it"
                raise CourseError(
                    f"{course.root / 'course.toml'}: {assignment}/{exercise} takes {wanted:.0f} "
                    f"CPU s for {what}, and {key} is {limit}. Write {key} = {_enough(wanted)} in "
                    f"[assignments.{assignment}.limits.{exercise}], or ask for less: fewer steps, "
                    f"a smaller batch, a smaller image."
                )


def _enough(seconds: float) -> int:
    """Return a limit that leaves room for slower machines and dearer answers."""
    return int(-(-4 * seconds // 60) * 60)
