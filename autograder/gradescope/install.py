"""Makes an image ready: roots for students' code, and a grading of the reference as a trial.

So that what cannot work fails while the image is built, and at nobody's submission.
"""

import sys
from pathlib import Path

import autograder
from autograder.course.config import load_course
from autograder.course.known import answer_sheet
from autograder.course.private import holdings
from autograder.errors import SandboxError
from autograder.gradescope.grading import STUDENT, examined
from autograder.gradescope.results import results_json, results_of
from autograder.gradescope.settings import COURSE, settings_in
from autograder.grading.outline import Outline, load_outline
from autograder.records.verdict import Verdict
from autograder.sandbox.filesystem import python_tree
from autograder.sandbox.roots import lay_out
from autograder.submission.read import submission_of


def install(source: Path, home: Path) -> str:
    """Make the roots in `home`, and grade the reference in one; returns what to say of it.

    Raises CourseError where what was unpacked is not what was zipped, SandboxError where the
    reference does not get all points.
    """
    settings = settings_in(source)
    course = load_course(source / COURSE)
    outline = load_outline(course, settings.assignment)
    if outline.sha256 != settings.course_sha256:
        raise SandboxError(
            f"{source} is not as it was zipped: {settings.assignment} would be graded otherwise. "
            f"Make the zip again by autograder gradescope, and upload it as it is."
        )
    package = Path(autograder.__file__).parent.resolve()
    tree = python_tree(package, outline.data, holdings(course))
    lay_out(tree, home, Path(sys.prefix).resolve())
    verdict = _trial(outline, home)
    _require_right(outline, verdict)
    results_json(results_of(verdict, course))
    return f"The reference of {settings.assignment} got all its points here."


def _trial(outline: Outline, home: Path) -> Verdict:
    name = outline.assignment.name
    sheet = answer_sheet(outline.course, name, outline.released)
    return examined(outline, submission_of(sheet, outline.released, STUDENT, name), home)


def _require_right(outline: Outline, verdict: Verdict) -> None:
    """Raise SandboxError unless a reference got all points."""
    wrong = [
        f"{exercise.key}/{one.check}: {one.message}"
        for exercise in verdict.exercises
        for one in exercise.findings
        if one.outcome != "passed"
    ]
    if verdict.status != "graded" or wrong:
        told = verdict.reason or "; ".join(wrong)
        raise SandboxError(
            f"The reference of {outline.assignment.name} was graded as a trial, and did not get "
            f"all points: {told} Run `autograder verify {outline.assignment.name} --right` at home."
        )
