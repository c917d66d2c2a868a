"""Submission + Exam → Verdict: each exercise in a fresh process, their points added up."""

import logging
import time
from dataclasses import replace

from autograder.diagnosis.stops import asked_of_a_person
from autograder.errors import SandboxError, SandboxGone
from autograder.grading.exam import Exam
from autograder.grading.exercise import Examination, Killers
from autograder.grading.shelf import Shelf, Turns
from autograder.grading.ungraded import ungraded
from autograder.records.cell import CellRun
from autograder.records.outputs import bounded
from autograder.records.verdict import Finding, Graded, Status, Verdict
from autograder.sandbox.base import Sandbox
from autograder.submission.read import Submission

log = logging.getLogger("autograder")

BROKEN = "A check broke, by no fault of the submission. See its findings and the log."


def grade(
    exam: Exam,
    submission: Submission,
    sandbox: Sandbox,
    device: str,
    shelf: Shelf | None = None,
    turns: Turns | None = None,
) -> Verdict:
    """Grade every exercise of a submission, each in a fresh process of the sandbox.

    An exercise that `shelf` holds is taken from there; one at which somebody else has his turn is
    waited for. A fault of the sandbox or of a check gives
    a verdict `broken`, which waits for a person. Raises SandboxGone when no sandbox can be had for
    any submission, and CourseError when the course was changed meanwhile.
    """
    started = time.monotonic()
    examination = Examination(exam, submission, sandbox, device, shelf, Killers(), Killers(), turns)
    graded, reason = _all_graded(examination)
    exercises = asked_of_a_person(tuple(one.verdict for one in graded))
    reason = reason or _why_broken(tuple(f for e in exercises for f in e.findings))
    status: Status = "broken" if reason else "graded"
    return replace(
        ungraded(exam, submission.student, submission.sha256, status, reason),
        points=round(sum(e.points for e in exercises), 6),
        device=device,
        seconds=round(time.monotonic() - started, 3),
        exercises=exercises,
        cells=_told(submission, graded),
    )


def _why_broken(findings: tuple[Finding, ...]) -> str:
    """Say which checks broke, by whose fault, and what to do; '' when none did."""
    broken = [finding for finding in findings if finding.outcome == "broken"]
    over = ", ".join(finding.check for finding in broken if not finding.earned)
    if over:
        return (
            f"{over} broke over what the submission answered, which earns nothing until a person "
            f"has looked: the last replies stand in the report and in the verdict. Have the check "
            f"say what is wrong with them, or fix it, and grade again."
        )
    return BROKEN if broken else ""


def _all_graded(examination: Examination) -> tuple[list[Graded], str]:
    """Grade one exercise after another; returns why it ended early, '' if it did not."""
    graded: list[Graded] = []
    try:
        for exercise in examination.exam.exercises:
            graded.append(examination.graded(exercise, graded))
    except SandboxGone:
        raise  # nor would there be one for the next submission
    except SandboxError as error:
        return graded, f"The sandbox failed, by no fault of the submission: {error}"
    return graded, ""


def _told(submission: Submission, graded: list[Graded]) -> tuple[CellRun, ...]:
    """Return the first run of each cell, in their order; a later one may pass the cell over."""
    runs: dict[str, CellRun] = {}
    for run in (run for one in graded for run in one.runs):
        runs.setdefault(run.cell_id, run)
    order = [cell.get("id") for cell in submission.notebook.cells]
    return tuple(bounded(runs[cell_id] for cell_id in order if cell_id in runs))
