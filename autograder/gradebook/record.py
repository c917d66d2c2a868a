"""nbgrader's autograde step without a kernel: cells receive what the verdict says."""

import base64
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode
from traitlets.utils.importstring import import_item

from autograder.course.config import Course
from autograder.course.opened import course_of
from autograder.errors import AutograderError
from autograder.feedback.findings import result_html
from autograder.gradebook.whole import whole_of
from autograder.records.cell import CellRun
from autograder.records.notebooks import parts_of
from autograder.records.result import Result
from autograder.records.verdict import ExerciseVerdict, Verdict
from autograder.submission.read import Submission
from autograder.text.i18n import ENGLISH, Language, said
from autograder.text.sanitize import plain

VerdictOf = Callable[[Course, str, str, NotebookNode | Submission], Verdict]

MOST_PRINTED, MOST_TOLD = 1 << 20, 1 << 14  # characters of a cell's output and error

DROPPED = said("This exercise was withdrawn: it counts neither for nor against anybody.")
OPTIONAL = said("This exercise is optional: it counts neither for nor against anybody.")
GRADED = said("Graded outside of this notebook. What was found:")


class NotRecorded(AutograderError):
    """A verdict that must not become a grade; nbgrader records nothing for the student."""


class RecordVerdict(NbGraderPreprocessor):  # type: ignore[misc]
    """Writes a submission's verdict into its notebook, where nbgrader looks for the points.

    Where the assignment has several, nbgrader brings one at a time, and all are read: exercises of
    one may use what was written in another.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)
    verdict_of = Unicode(
        "autograder.grading.batch.verdict_of",
        help="Called with course, assignment, student and notebook; returns the Verdict",
    ).tag(config=True)
    submitted = Unicode(
        "", help="The folder of submissions as they were handed in, if nbgrader has another"
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with points, findings and outputs; raises NotRecorded if broken."""
        names = resources["nbgrader"]
        ask: VerdictOf = import_item(self.verdict_of)
        course = course_of(self)
        assignment, student = names["assignment"], names["student"]
        told = course.assignments.get(assignment)
        asked: NotebookNode | Submission = nb
        if told is not None and len(told.files) > 1:
            asked = whole_of(course, assignment, student, self._folder(student, assignment))
            nb = parts_of(asked.notebook, told.files)[names["notebook"]]
        verdict = ask(course, assignment, student, asked)
        if verdict.status == "broken":
            raise NotRecorded(f"Not recorded, a person has to look at it. {verdict.reason}")
        write_verdict(nb, verdict, course.language)
        return nb, resources

    def _folder(self, student: str, assignment: str) -> Path:
        """Return the folder of what a student handed in."""
        if self.submitted:
            return Path(self.submitted) / student / assignment
        places = CourseDirectory(config=self.config)
        return Path(places.format_path(places.submitted_directory, student, assignment))


def write_verdict(notebook: NotebookNode, verdict: Verdict, language: Language = ENGLISH) -> None:
    """Put points and findings into the grade cells, and what was printed into the others.

    Raises NotRecorded when the verdict does not fit to the points of the notebook.
    """
    runs = {run.cell_id: run for run in verdict.cells}
    exercises = {exercise.key: exercise for exercise in verdict.exercises}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("grade") and not nbgrader.get("solution"):
            key = f"{verdict.assignment}/{nbgrader.grade_id.removesuffix('-grade')}"
            points = float(nbgrader.points)
            _require_fitting(verdict, exercises.get(key), points, key)
            result = _result(verdict, exercises.get(key), points)
            result.put(cell.metadata)
            cell.outputs = _grade_outputs(result, points, language)
            cell.source = f"# {language.word(GRADED)}"
        else:
            cell.outputs = _run_outputs(runs[cell.id], language) if cell.id in runs else []


def _require_fitting(
    verdict: Verdict, exercise: ExerciseVerdict | None, max_points: float, key: str
) -> None:
    """Raise NotRecorded when the verdict on an exercise is of other points than its cell has."""
    if verdict.status == "rejected":
        return
    # nbgrader adds up the points of cells as the maximum, so a bonus has a cell of none.
    counted = 0.0 if exercise is None or exercise.kind else exercise.max_points
    if exercise is None or counted != max_points or not math.isfinite(exercise.points):
        raise NotRecorded(
            f"The verdict on {key} does not fit to a notebook with {max_points:g} points for it. "
            f"Run `autograder build {verdict.assignment}`, then grade again."
        )


def _result(verdict: Verdict, exercise: ExerciseVerdict | None, max_points: float) -> Result:
    if verdict.status == "rejected":
        return Result(reason=verdict.reason)
    kind = exercise.kind if exercise else ""
    worth = exercise.max_points if exercise and kind == "bonus" else max_points
    return Result(exercise, note="" if worth else OPTIONAL if kind == "optional" else DROPPED)


def _grade_outputs(result: Result, max_points: float, language: Language) -> list[NotebookNode]:
    """Return the outputs of a grade cell: what was found, and the points as a number.

    nbgrader takes nan, a negative number or no number for full marks, and anything on stderr for
    none: hence one plain float, and nothing on stderr.
    """
    html = result_html(result, max_points, language)
    return [_html(html), _points(earned(result, max_points))]


def earned(result: Result, max_points: float) -> float:
    """Return the points of a grade cell, which has no more than `max_points` but for a bonus."""
    exercise = result.exercise
    if exercise is None:
        return 0.0
    most = exercise.max_points if exercise.kind == "bonus" else max_points
    return min(max(exercise.points, 0.0), most)


def _points(points: float) -> NotebookNode:
    return _output("execute_result", {"text/plain": repr(float(points))})


def _html(page: Markup) -> NotebookNode:
    return _output("display_data", {"text/html": str(page)})


def _png(png: bytes, alt: str) -> NotebookNode:
    data = {"image/png": base64.b64encode(png).decode("ascii")}
    return _output("display_data", data, metadata={"image/png": {"alt": alt}})


def _run_outputs(run: CellRun, language: Language) -> list[NotebookNode]:
    """Return what one cell printed, drew and raised as a kernel would have left it."""
    outputs: list[NotebookNode] = []
    if run.stdout:
        text = plain(run.stdout, MOST_PRINTED)
        outputs.append(new_output("stream", name="stdout", text=text))
    alt = language.word(said("A figure that this cell drew."))
    outputs += [_png(png, alt) for png in run.pictures]
    told = plain(run.error, MOST_TOLD).strip()
    if told:
        name, _, value = told.splitlines()[-1].partition(": ")
        error = {"ename": name, "evalue": value, "traceback": told.splitlines()}
        outputs.append(new_output("error", **error))
    return outputs


def _output(kind: str, data: dict[str, str], **more: Any) -> NotebookNode:
    return new_output(kind, data, **more)  # type: ignore[no-any-return]
