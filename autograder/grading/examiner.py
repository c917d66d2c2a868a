"""Who grades one submission after another by one exam, in one warm sandbox."""

import logging
import socket
from contextlib import ExitStack
from functools import cached_property
from typing import NamedTuple, Self

import torch

from autograder.course.private import holdings
from autograder.errors import SandboxError, SandboxGone
from autograder.grading.exam import Exam, exam_of
from autograder.grading.exercise import Examination, Killers
from autograder.grading.outline import Outline
from autograder.grading.shelf import Shelf, Turns
from autograder.grading.store import Verdicts
from autograder.grading.submission import grade
from autograder.records.verdict import Verdict
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.gpu import gpus_of_job
from autograder.submission.read import Submission

log = logging.getLogger("autograder")


class Place(NamedTuple):
    """Where submissions are graded: behind which wall, on which device.

    `elsewhere`, whether this is one of several machines, which alone knows its own GPUs; `warm`, a
    line to a warm process that others ask, too.
    """

    sandbox: str
    device: str
    elsewhere: bool = False
    warm: socket.socket | None = None


class Examiner:
    """The exam of each variant and, from the first submission on, one warm sandbox for all.

    Raises CourseError when a check or a reference cannot be loaded.
    """

    def __init__(self, outline: Outline, place: Place) -> None:
        self.exam = exam_of(outline)
        self._exams = {outline.sha256: self.exam}
        self._place = place
        self._open = ExitStack()

    @cached_property
    def _sandbox(self) -> Sandbox:
        # The grader's own sums must not depend on the number of cores.
        torch.set_num_threads(1)
        try:
            return self._opened()
        except SandboxGone:
            raise
        except SandboxError as error:  # it may have been killed from outside
            log.warning("The sandbox is started once more: %s", error)
            return self._opened()

    def _opened(self) -> Sandbox:
        course = self.exam.course
        options = course.grading
        if self._place.elsewhere:
            options = options.model_copy(update={"gpus": gpus_of_job(options.gpus)})
        limits = course.widest_limits(self.exam.assignment.name)
        place, data = self._place, self.exam.data
        given = limits, data, options, place.device, holdings(course), place.warm
        return self._open.enter_context(open_sandbox(place.sandbox, *given))

    def exam_by(self, outline: Outline) -> Exam:
        """Return the exam of an outline, loaded once; raises CourseError as it began."""
        if outline.sha256 not in self._exams:
            self._exams[outline.sha256] = exam_of(outline)
        return self._exams[outline.sha256]

    def grade(
        self, outline: Outline, submission: Submission, shelf: Shelf, turns: Turns | None = None
    ) -> Verdict:
        """Return the verdict of a submission; raises as `autograder.grading.submission.grade`."""
        exam = self.exam_by(outline)
        return grade(exam, submission, self._sandbox, self._place.device, shelf, turns)

    def ahead(self, outline: Outline, submission: Submission, name: str, kept: Verdicts) -> None:
        """Grade one exercise of a submission for who grades all of it; raises SandboxError."""
        given = self._sandbox, self._place.device, kept, Killers(), Killers(), kept
        examination = Examination(self.exam_by(outline), submission, *given)
        for exercise in examination.exam.exercises:
            if exercise.name == name:
                examination.ahead(exercise)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
