"""What an assignment is graded by: its outline, with its checks and hidden references loaded."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from nbformat import NotebookNode

from autograder.checking.check import Check, Context
from autograder.course.config import Course
from autograder.course.loader import checks_for, public_seed
from autograder.course.public import PRIVATE
from autograder.course.solutions import solution_namespace
from autograder.grading.outline import Outline, Task, load_outline
from autograder.sandbox.stopwatch import Stopwatch


@dataclass(frozen=True)
class Exercise(Task):
    """One exercise with its checks, in order."""

    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Exam(Outline):
    """Everything that one assignment is graded by; loaded once per process.

    `pictures`, whether those of answers that pass will be seen.
    """

    exercises: tuple[Exercise, ...]
    reference: SimpleNamespace = field(default_factory=SimpleNamespace)
    pictures: bool = True

    def context(self, exercise: Exercise, check: Check) -> Context:
        """Return what `check` may know: a hidden one gets secret seeds and the references."""
        purpose = f"{exercise.key}/{check.name}"
        parameters = self.assignment.parameters
        training = self.assignment.protocol_of(exercise.name)
        data, chosen = self.data, self.dataset
        if check.visible:
            seed, seen = public_seed(purpose), self.pictures
            return Context(parameters, data, seed, None, None, training, chosen, pictures=seen)
        seed = self.course.seed(purpose)
        return Context(parameters, data, seed, self.reference, data / PRIVATE, training, chosen)

    def stopwatch(self, exercise: Exercise) -> Stopwatch:
        """Return what all processes of one exercise may use together, and each of them."""
        limits = self.course.limits_of(self.assignment.name, exercise.name)
        return Stopwatch(limits.cpu_seconds, limits)


def load_exam(course: Course, name: str, released: NotebookNode | None = None) -> Exam:
    """Load checks, references and the released notebook; raises CourseError if one is missing.

    Args: `released`, a notebook to grade by in place of what is in release/.
    """
    return exam_of(load_outline(course, name, released))


def exam_of(outline: Outline) -> Exam:
    """Load the checks and references of an outline; raises CourseError as `load_exam`, and where a
    file is no more as it was when the outline was read.
    """
    course, name = outline.course, outline.assignment.name
    exercises = tuple(
        Exercise(
            name, task.name, task.points, task.kind, checks_for(course.checks(name), task.name)
        )
        for task in outline.exercises
    )
    reference = solution_namespace(course, name)
    given = outline.released, outline.files, outline.contents, outline.functions, outline.in_memory
    exam = Exam(course, outline.assignment, exercises, *given, reference)
    exam.require_unchanged()  # so what was loaded and what was hashed is the same
    return exam
