"""`autograder report` and `autograder similarity`: what was graded, read and laid out."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from autograder.errors import CourseError, StoreError, SubmissionError
from autograder.gradebook.marks import Marks, marks_of
from autograder.gradebook.timestamp import questions_on
from autograder.grading.changes import read_lines
from autograder.grading.grader import Grader, Session
from autograder.report.page import to_csv, to_html, to_json
from autograder.report.similarity import MOST_CODE, similar_pairs
from autograder.report.summary import Pair, Tally
from autograder.runs.run import Run, open_run
from autograder.storage.atomic import keeping, write_atomically
from autograder.submission.read import Entry, Submission, find_submissions
from autograder.text.sanitize import plain


@dataclass(frozen=True)
class ReportOptions:
    """The command line of `autograder report` and `autograder similarity`."""

    course: Path
    assignment: str
    submitted: Path | None
    write: Path
    least: float = 0.8
    similarity: bool = True


def report(options: ReportOptions) -> int:
    """Write <assignment>.html, .csv and .json; nothing is graded for it."""
    run, entries = _class(options)
    course = run.course
    assignment = course.assignment(options.assignment)
    tally, waiting = Tally(assignment.worth, assignment), []
    marks = _marks(run, assignment.name)
    lines = read_lines(course.root / "verdicts" / f"{assignment.name}.jsonl")
    questions = questions_on(entries, run, assignment.name)
    with _grader(run, assignment.name) as grader:
        for entry in entries:
            verdict = grader.known(entry)
            if verdict is None:
                waiting.append(entry.student)
            else:
                question = questions.get(entry.student, "")
                had = marks.get(entry.student)
                tally.add(verdict, lines.get(entry.student), question, had)
        pairs = _pairs(grader, entries, options.least) if options.similarity else []
    told = tally.report(assignment.title, waiting, pairs)
    made = f"{course.local(datetime.now(UTC)):%Y-%m-%d %H:%M %Z}"
    for ending, text in (
        ("html", to_html(told, made)),
        ("csv", to_csv(told)),
        ("json", to_json(told)),
    ):
        place = options.write / f"{assignment.name}.{ending}"
        with keeping(place):
            write_atomically(place, text.encode("utf-8", "replace"))
        print(place)
    return 0


def similarity(options: ReportOptions) -> int:
    """Print which submissions share code, the most alike first."""
    run, entries = _class(options)
    with _grader(run, options.assignment) as grader:
        pairs = _pairs(grader, entries, options.least)
    for pair in pairs:
        names = f"{plain(pair.first, 100)} and {plain(pair.second, 100)}"
        print(f"{100 * pair.share_of_first:3.0f} % {100 * pair.share_of_second:3.0f} %  {names}")
    if pairs:
        print("Shares of each one's own code. Look at both before you think anything of it.")
    else:
        print(f"No two submissions share {100 * options.least:.0f} % of each one's own code.")
    return 0


def _marks(run: Run, assignment: str) -> Mapping[str, Marks]:
    """Return what the gradebook holds; without it, the report is of the checks alone."""
    try:
        return marks_of(run, assignment)
    except StoreError as error:
        print(f"The report has nothing that a person gave: {error}", file=sys.stderr)
        return {}


def _class(options: ReportOptions) -> tuple[Run, list[Entry]]:
    run = open_run(options.course)
    course = run.course
    course.assignment(options.assignment)
    submitted = options.submitted or course.root / "submitted"
    entries = find_submissions(submitted, options.assignment)
    if not entries:
        raise CourseError(
            f"{submitted}: there is no submission of {options.assignment}. Name the folder that "
            f"holds <student>/{options.assignment}/ with --submitted."
        )
    return run, entries


def _grader(run: Run, assignment: str) -> Grader:
    return Grader(Session(run.course.root, assignment, run.sandbox, run.device))


def _pairs(grader: Grader, entries: list[Entry], least: float) -> list[Pair]:
    submissions = list(_readable(grader, entries))
    count = len(submissions) * (len(submissions) - 1) // 2
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("comparing", total=count)
        found = similar_pairs(
            submissions,
            grader.exam.released,
            least,
            lambda number: progress.update(task, completed=number),
            lambda student: print(
                f"{plain(student, 100)} is compared with nobody: more than {MOST_CODE:,} "
                f"characters of own code. Look at it.",
                file=sys.stderr,
            ),
        )
        return sorted(found, key=lambda pair: -pair.share)


def _readable(grader: Grader, entries: list[Entry]) -> list[Submission]:
    read: list[Submission] = []
    for entry in entries:
        try:
            read.append(grader.read(entry))
        except SubmissionError:
            continue  # the report says of it that it was rejected
    return read
