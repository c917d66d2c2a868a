"""What one submission will cost, for `autograder build`: as calibrated, else a quick estimate."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import torch

from autograder.calibrate.file import costs_of
from autograder.calibrate.trial import calibrated_of, context_of
from autograder.checking.calibration import Calibrated
from autograder.checking.context import Context
from autograder.checking.student import Student
from autograder.course.config import Course
from autograder.errors import CourseError
from autograder.grading.exam import Exam, load_exam
from autograder.handout.build import drafts
from autograder.selfcheck.cells import unchanged_random_states
from autograder.selfcheck.local import LocalTransport

FEW, MORE = 1, 4  # steps of a training, of which the rest is estimated


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
    wanted = calibrated_of(course, assignment)
    return _estimated(course, assignment, wanted) if wanted else None


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


def _estimated(course: Course, assignment: str, wanted: tuple[Calibrated, ...]) -> Expected:
    released = drafts(course.whole(), assignment)[1]
    exam = load_exam(course.whole().under("estimate"), assignment, released)
    call: dict[str, float] = {}
    exercise: dict[str, float] = {}
    with unchanged_random_states():
        for one in wanted:
            seconds = _training(exam, one)
            call[one.exercise] = max(call.get(one.exercise, 0.0), seconds)
            exercise[one.exercise] = exercise.get(one.exercise, 0.0) + seconds
    told = (
        f"at least {sum(exercise.values()):.0f} CPU s for one submission, its trainings alone (an "
        f"estimate by a few steps; `autograder calibrate {assignment}` measures it)"
    )
    return Expected(call, exercise, told)


def _training(exam: Exam, one: Calibrated) -> float:
    """Estimate what the reference's training takes, seconds of processor time of one thread."""
    ctx = context_of(exam, one)
    student, threads = Student(LocalTransport(dict(vars(exam.reference)))), torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        few, more = (_seconds(student, one, ctx, steps) for steps in (FEW, MORE))
    finally:
        torch.set_num_threads(threads)
    return max(0.0, more - few) / (MORE - FEW) * int(ctx.parameters[one.steps])


def _seconds(student: Student, one: Calibrated, ctx: Context, steps: int) -> float:
    start = time.process_time()
    one.train(student, ctx, 0, steps)
    return time.process_time() - start
