"""Feedback pages, made by nbgrader, and those of single students released through its exchange."""

import glob
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.converters import GenerateFeedback

from autograder.course.config import Course
from autograder.errors import CourseError
from autograder.gradebook.exchange import Exchange
from autograder.gradebook.redact import MARK, is_early
from autograder.gradebook.whole import whole_of
from autograder.handout.nbgrader_steps import StepFailed, quiet_nbgrader, run_step
from autograder.runs.run import Run


def pages_of(course: Course, assignment: str, student: str) -> dict[str, Path]:
    """Return the place of a student's feedback page on each notebook of an assignment."""
    folder = course.root / "feedback" / student / assignment
    return {name: folder / f"{name}.html" for name in course.assignment(assignment).files}


def publish(run: Run, assignment: str, student: str, exchange: Exchange) -> bool:
    """Have nbgrader write a recorded student's pages again, and release them.

    Gives False when there is no submission in the exchange that they belong to. Raises CourseError
    when nbgrader cannot write one, StoreError when they cannot be released.
    """
    _have_written(run, assignment, student)
    pages = pages_of(run.course, assignment, student)
    texts = {name: place.read_text(encoding="utf-8") for name, place in pages.items()}
    if len(pages) > 1:  # who fetches asks for the page of each file, whatever it is called
        place = run.course.root / "submitted" / student / assignment
        files = whole_of(run.course, assignment, student, place).files
        texts |= {file: texts[name] for name, file in files.items() if file not in texts}
    return exchange.release(student, texts)


def make_feedback(run: Run, assignment: str) -> tuple[Path, ...]:
    """Let nbgrader write `feedback/<student>/<assignment>/*.html` for all who were recorded.

    Gives the pages, none when nobody was recorded. Raises CourseError when nbgrader could not
    write one of them.
    """
    root = run.course.root
    if not any((root / "autograded").glob(f"*/{assignment}")):
        return ()
    _have_written(run, assignment)
    return tuple(sorted((root / "feedback").glob(f"*/{assignment}/*.html")))


def _have_written(run: Run, assignment: str, student: str = "") -> None:
    """Let nbgrader write the page of a student, or of all; raises CourseError."""
    names = {"student_id": glob.escape(student)} if student else {}
    with quiet_nbgrader():
        api = NbGraderAPI(config=run.settings)
        step = GenerateFeedback(coursedir=api.coursedir, parent=api)
        step.force = True
        try:
            run_step(step, assignment_id=assignment, **names)
        except StepFailed as failure:
            whose = f"the feedback of {student} on" if student else "the feedback of"
            raise CourseError(
                f"nbgrader could not write {whose} {assignment}: {failure.reason}"
            ) from failure


def is_stale(course: Course, assignment: str, student: str) -> bool:
    """Say whether a student was recorded again since a feedback page was written."""
    graded = course.root / "autograded" / student / assignment
    return any(
        _is_newer(graded / f"{name}.ipynb", page)
        for name, page in pages_of(course, assignment, student).items()
    )


def _is_newer(graded: Path, page: Path) -> bool:
    try:
        return graded.stat().st_mtime_ns > page.stat().st_mtime_ns
    except FileNotFoundError:
        return False


def withholds(page: Path) -> bool:
    """Say whether something is left out of a page until the due date."""
    return f"{MARK}=" in page.read_text(encoding="utf-8")


def told_at_last(run: Run, assignment: str) -> tuple[str, ...]:
    """Write and release all pages again from which something is still left out after the due date.

    Gives whose they are; raises as `publish` does.
    """
    course = run.course
    if course.watch.hidden == "at_once":
        return ()
    names = course.assignment(assignment).files
    found = (course.root / "feedback").glob(f"*/{assignment}/*.html")
    pages = sorted(page for page in found if page.stem in names)
    students = list(dict.fromkeys(page.parts[-3] for page in pages if withholds(page)))
    late = tuple(name for name in students if not is_early(course, assignment, name))
    if late:
        exchange = Exchange(run, assignment)
        for student in late:
            publish(run, assignment, student, exchange)
    return late
