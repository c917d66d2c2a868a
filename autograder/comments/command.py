"""`autograder comment`: a comment for all who made one mistake, and for who makes it later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.comments.store import Comments, comments_of, keep_comments
from autograder.comments.writing import Written, wanted, write_comments
from autograder.errors import CourseError
from autograder.gradebook.status import gradebook_of
from autograder.report.command import class_in, grader_of, tallied
from autograder.report.mistakes import LONGEST, Mistake
from autograder.runs.run import Run
from autograder.storage.lock import turns_at
from autograder.submission.read import Entry
from autograder.text.nearest import hint
from autograder.text.sanitize import plain


@dataclass(frozen=True)
class CommentOptions:
    """The command line of `autograder comment`."""

    course: Path
    assignment: str
    mistake: str | None = None
    text: str | None = None
    remove: bool = False
    submitted: Path | None = None


def comment(options: CommentOptions) -> int:
    """Write the comments, and say for whom, and where a person's own stays."""
    run, entries = class_in(options.course, options.assignment, options.submitted)
    course, url = run.course, run.db_url
    mistakes = _mistakes(run, options.assignment, entries)
    before = comments_of(course, options.assignment)
    comments = _edited(before, options, mistakes)
    names = {plain(entry.student, LONGEST): entry.student for entry in entries}
    told = wanted(mistakes, comments.texts, names)
    with turns_at(url) as turns, turns.taken(), gradebook_of(url, course) as gradebook:
        written = write_comments(gradebook, options.assignment, comments, told)
        keep_comments(course, options.assignment, written.comments)
    _tell(options.assignment, written, mistakes)
    return 0


def _mistakes(run: Run, assignment: str, entries: Sequence[Entry]) -> tuple[Mistake, ...]:
    with grader_of(run, assignment) as grader:
        tally, _ = tallied(run, grader, entries)
    return tally.report("", (), ()).mistakes


def _edited(comments: Comments, options: CommentOptions, mistakes: Sequence[Mistake]) -> Comments:
    """Return the comments with what the command line says; raises CourseError."""
    name, text = options.mistake, _clean(options.text or "")
    if name is None:
        if options.remove:
            raise CourseError("Name the mistake whose comment is to be removed.")
        return comments
    known = {mistake.id for mistake in mistakes} | comments.texts.keys()
    if name not in known:
        raise CourseError(
            f"There is no mistake {name!r} in {options.assignment}. {hint(name, known)} "
            f"`autograder report {options.assignment}` shows them all."
        )
    if bool(text) == options.remove:
        raise CourseError(
            f"Say what is to be written to all who made the mistake {name}, or --remove."
        )
    texts = {key: told for key, told in comments.texts.items() if key != name}
    return replace(comments, texts=texts if options.remove else {**texts, name: text})


def _clean(text: str) -> str:
    """Return a text that a database can hold."""
    return text.strip().encode("utf-8", "replace").decode()


def _tell(assignment: str, written: Written, mistakes: Sequence[Mistake]) -> None:
    students = {mistake.id: mistake.students for mistake in mistakes}
    for name, text in written.comments.texts.items():
        who = students.get(name, ())
        shown = plain(text.splitlines()[0], 60)
        print(f"{name}: {len(who)} student{'s' * (len(who) != 1)}: {shown}")
    for student, cell in written.own:
        print(f"{plain(student, 100)}: {cell} has a person's comment, which stays as it is.")
    for student, cell in written.absent:
        print(
            f"{plain(student, 100)}: nbgrader has no answer {cell or 'cell'} to comment on yet. "
            f"Run autograder grade {assignment}, then autograder comment {assignment}."
        )
    if written.changed:
        print(f"Changed: {written.changed}. Then: nbgrader generate_feedback {assignment} --force")
    else:
        print("Every comment stood there already.")
