"""What the references' trainings take, by a few of their steps."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import torch

from autograder.calibrate.trial import calibrated_of, context_of
from autograder.checking.calibration import Calibrated
from autograder.checking.context import Context
from autograder.checking.student import Student
from autograder.course.config import Course
from autograder.grading.exam import Exam, load_exam
from autograder.handout.build import drafts
from autograder.selfcheck.cells import unchanged_random_states
from autograder.selfcheck.local import LocalTransport

FEW, MORE = 1, 4  # steps of a training, of which the rest is estimated


@dataclass(frozen=True)
class Trainings:
    """Seconds of processor time, by exercise: of its dearest training, and of all of them."""

    call: Mapping[str, float]
    exercise: Mapping[str, float]


def estimated(course: Course, assignment: str) -> Trainings:
    """Time a few steps of the references' trainings; nothing for an assignment without any."""
    wanted = calibrated_of(course, assignment)
    if not wanted:
        return Trainings({}, {})
    released = drafts(course.whole(), assignment)[1]
    exam = load_exam(course.whole().under("estimate"), assignment, released)
    call: dict[str, float] = {}
    exercise: dict[str, float] = {}
    with unchanged_random_states():
        for one in wanted:
            seconds = _training(exam, one)
            call[one.exercise] = max(call.get(one.exercise, 0.0), seconds)
            exercise[one.exercise] = exercise.get(one.exercise, 0.0) + seconds
    return Trainings(call, exercise)


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
