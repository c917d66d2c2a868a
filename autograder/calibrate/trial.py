"""One known submission's model, trained by the published protocol in the sandbox and scored."""

import ast
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
import torch

from autograder.checking.calibration import Calibrated
from autograder.checking.context import Context
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.course.config import Course
from autograder.course.known import Known, answer_sheet
from autograder.course.loader import check_module, public_seed
from autograder.course.opened import course_at
from autograder.course.options import Limits
from autograder.course.private import holdings
from autograder.course.public import PRIVATE
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.cpu import CpuReading
from autograder.sandbox.stopwatch import Stopwatch
from autograder.submission.read import Submission, submission_of

MODULE = "calibrated"
REFERENCE = "(reference)"
WIDER = 20  # times the course's limits of processor time: here is measured what they should be


@dataclass(frozen=True)
class Place:
    """Where trials are held: a course's folder, an assignment, a sandbox, what is released.

    `variant`, that of the assignment, "" where it has none.
    """

    root: Path
    assignment: str
    sandbox: str
    released: str
    variant: str = ""


@dataclass(frozen=True)
class Trial:
    """One model to train: whose, the number of its Calibrated, and the seed."""

    known: Known
    number: int
    seed: int


@dataclass(frozen=True)
class Found:
    """What a trial came to: nats of a held-back datum, seconds of processor time, or an error."""

    trial: Trial
    nats: float = float("nan")
    cpu_seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True)
class Graded:
    """What it costs to grade one exercise of a known submission, in seconds of processor time.

    `counted`, those of the submission's processes alone, as limits count them; `broken`, the
    checks of ours that broke on it, so that it would cost more.
    """

    known: Known
    cpu_seconds: float
    counted: float
    broken: tuple[str, ...] = ()


def calibrated_of(course: Course, assignment: str) -> tuple[Calibrated, ...]:
    """Return what an assignment says is to be trained, nothing where it has no such module."""
    checks = course.checks(assignment)
    if not (checks / f"{MODULE}.py").is_file():
        return ()
    exercises = course.assignment(assignment).exercises
    found: tuple[Calibrated, ...] = check_module(checks, MODULE).CALIBRATED
    return tuple(one for one in found if one.exercise in exercises)


def context_of(exam: Exam, one: Calibrated) -> Context:
    """Return what a calibration may know: all that a hidden check may, and no secret."""
    seed = public_seed(f"calibrate/{exam.assignment.name}/{one.exercise}/{one.name}")
    parameters, training = exam.assignment.parameters, exam.assignment.protocol_of(one.exercise)
    private = exam.data / PRIVATE
    return Context(parameters, exam.data, seed, exam.reference, private, training, exam.dataset)


def defines(known: Known, name: str) -> bool:
    """Say whether a submission writes a class itself; the reference writes all."""
    if known.name == REFERENCE:
        return True
    nodes = ast.parse(known.source).body
    return any(isinstance(node, ast.ClassDef) and node.name == name for node in nodes)


class Trainer:
    """One process's exam and warm sandbox."""

    def __init__(self, place: Place) -> None:
        torch.set_num_threads(1)
        self._place, self._open = place, ExitStack()
        course = course_at(place.root).whole()
        # No hidden input is asked for, so any secret will do.
        course = course.under("calibrate")
        if place.variant:
            course = course.as_variant(place.assignment, place.variant)
        released = nbformat.reads(place.released, as_version=4)
        self._exam = load_exam(course, place.assignment, released)
        self._calibrated = calibrated_of(course, place.assignment)

    @cached_property
    def _sandbox(self) -> Sandbox:
        course = self._exam.course
        limits = course.widest_limits(self._place.assignment)
        given = limits, self._exam.data, course.grading
        opened = open_sandbox(self._place.sandbox, *given, hidden=holdings(course))
        return self._open.enter_context(opened)

    def found(self, trial: Trial) -> Found:
        """Train one model and score it; an error of the submission's is told, not raised."""
        one = self._calibrated[trial.number]
        ctx, watch = context_of(self._exam, one), self._stopwatch(one.exercise)
        cells = self._submission(trial.known).cells_before(f"{one.exercise}.grade")
        transport = self._sandbox.open(cells, watch)
        try:
            before = CpuReading.now()
            model = one.train(Student(transport), ctx, trial.seed, int(ctx.parameters[one.steps]))
            spent = CpuReading.now().since(before)
            return Found(trial, one.nats(model, ctx), round(spent, 2))
        except (Failed, StudentCrashed) as error:
            return Found(trial, error=" ".join(str(error).split())[:300])
        finally:
            transport.close()

    def graded(self, known: Known) -> Graded:
        """Grade one exercise as a class would be, but for its limits, and say what it cost."""
        exercise = next(one for one in self._exam.exercises if one.name == known.exercise)
        watch = self._stopwatch(known.exercise)
        given = self._exam, self._submission(known), exercise, self._sandbox, watch
        before = CpuReading.now()
        verdict, _ = grade_exercise(*given)
        spent = CpuReading.now().since(before)
        broken = tuple(one.check for one in verdict.findings if one.outcome == "broken")
        return Graded(known, round(spent, 2), round(watch.seconds - watch.left, 2), broken)

    def _submission(self, known: Known) -> Submission:
        name = self._exam.assignment.name
        chosen = [] if known.name == REFERENCE else [known]
        notebook = answer_sheet(self._exam.course, name, self._exam.released, chosen)
        return submission_of(notebook, self._exam.released, "known", name)

    def _stopwatch(self, exercise: str) -> Stopwatch:
        limits = wider(self._exam.course.limits_of(self._exam.assignment.name, exercise))
        return Stopwatch(limits.cpu_seconds, limits)

    def close(self) -> None:
        """End the sandbox."""
        self._open.close()


def wider(limits: Limits) -> Limits:
    """Return limits with so much processor time that a training is measured, not stopped."""
    more = {key: WIDER * getattr(limits, key) for key in ("call_seconds", "cpu_seconds")}
    return limits.model_copy(update=more)


_seat: Trainer | None = None


def take_seat(place: Place) -> None:
    """Prepare a process of a pool for trials."""
    global _seat
    _seat = Trainer(place)


def work(item: Trial | Known) -> Found | Graded:
    """Hold one trial, or grade one known submission, in a process of a pool."""
    assert _seat is not None, "the pool's initializer has not run"
    return _seat.found(item) if isinstance(item, Trial) else _seat.graded(item)
