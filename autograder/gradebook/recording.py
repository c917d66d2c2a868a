"""nbgrader records a class whose verdicts are ready, student by student, and writes feedback."""

import glob
import logging
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI

from autograder.course import Course
from autograder.errors import CourseError, SubmissionError
from autograder.exam import read_release
from autograder.gradebook.settings import settings_of
from autograder.release import database_url, quiet_nbgrader, tell_gradebook
from autograder.submission import Entry, find_submissions, read_submission

log = logging.getLogger("autograder")

_SENTENCE = re.compile(r"^\s*autograder\.[\w.]+: (.+)$", re.MULTILINE)
_EXCEPTION = re.compile(
    r"^\s*((?!nbgrader\.converters)[\w.]+(?:Error|Exception): .+)$", re.MULTILINE
)


def record(
    course: Course, assignment: str, students: Iterable[str], submitted: Path | None = None
) -> dict[str, str]:
    """Let nbgrader's own autograde record these students; gives the reason where it did not.

    `submitted` holds `<student>/<assignment>/*.ipynb`, by default the course's own. nbgrader gets
    the rebuilt notebooks under the names that it expects, so that no file can trouble it.
    """
    found = find_submissions(submitted or course.root / "submitted", assignment)
    entries = {entry.student: entry for entry in found}
    released = read_release(course.root, assignment, assignment)
    settings = settings_of(course)
    _require_entry(course, assignment)
    reasons: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="autograder_record_") as folder, quiet_nbgrader():
        settings.CourseDirectory.submitted_directory = folder
        api = NbGraderAPI(config=settings)
        for student in students:
            entry = entries.get(student, Entry(student, None))
            try:
                _stage(course, entry, released, assignment, Path(folder))
            except SubmissionError as error:
                reasons[student] = str(error)
                continue
            result = api.autograde(assignment, glob.escape(student))
            if not result["success"]:
                reasons[student] = _reason(result)
    return reasons


def _require_entry(course: Course, assignment: str) -> None:
    """Enter the assignment into a gradebook that does not know it yet."""
    with quiet_nbgrader(), Gradebook(database_url(course), course.course.id) as gradebook:
        try:
            gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            known = False
        else:
            known = True
    if not known:
        tell_gradebook(course, assignment)


def make_feedback(course: Course, assignment: str) -> tuple[Path, ...]:
    """Let nbgrader write `feedback/<student>/<assignment>/*.html` for all who were recorded.

    Gives the pages, none when nobody was recorded. Raises CourseError when nbgrader could not
    write one of them.
    """
    if not any((course.root / "autograded").glob(f"*/{assignment}")):
        return ()
    with quiet_nbgrader():
        result = NbGraderAPI(config=settings_of(course)).generate_feedback(assignment)
    if not result["success"]:
        raise CourseError(
            f"nbgrader could not write the feedback of {assignment}: {_reason(result)}"
        )
    return tuple(sorted((course.root / "feedback").glob(f"*/{assignment}/*.html")))


def _stage(
    course: Course, entry: Entry, released: NotebookNode, assignment: str, folder: Path
) -> None:
    """Write a student's rebuilt notebook, and the time it was handed in, where nbgrader looks."""
    submission = read_submission(entry, released, assignment, course.limits.notebook_mb)
    place = folder / entry.student / assignment
    place.mkdir(parents=True)
    text: str = nbformat.writes(submission.notebook)
    (place / f"{assignment}.ipynb").write_text(text, encoding="utf-8")
    timestamp = entry.path.with_name("timestamp.txt") if entry.path else None
    if timestamp and timestamp.is_file():
        shutil.copyfile(timestamp, place / "timestamp.txt")


def _reason(result: dict[str, Any]) -> str:
    """Find in nbgrader's log the sentence that says what was wrong."""
    text = result.get("log", "") + result.get("error", "")
    log.debug("%s", text)
    said = _SENTENCE.findall(text) or _EXCEPTION.findall(text) or [text[text.rfind("\n", 0, -1) :]]
    return str(said[-1]).strip()
