"""`autograder report` and `autograder similarity`: what was graded, read and laid out."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nbformat import NotebookNode
from rich.console import Console
from rich.progress import Progress

from autograder.course.assignment import Assignment
from autograder.course.whose import letter_of
from autograder.errors import CourseError, StoreError, SubmissionError
from autograder.gradebook.marks import Marks, marks_of
from autograder.gradebook.timestamp import questions_on
from autograder.grading.changes import read_lines
from autograder.grading.grader import Grader, Session
from autograder.records.plaincell import plain_cells
from autograder.records.verdict import Verdict
from autograder.report.asked import Asked, answers_in, asked_of
from autograder.report.clusters import clusters_of, codes_in, lines_of
from autograder.report.links import links_from
from autograder.report.mistakes import LONGEST
from autograder.report.page import Around, to_csv, to_html, to_json
from autograder.report.requests import read_requests
from autograder.report.similarity import MOST_CODE, code_of, own_code, similar_pairs
from autograder.report.summary import Pair, Tally
from autograder.report.variants import with_variants
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
    run, entries = class_in(options.course, options.assignment, options.submitted)
    course = run.course
    assignment = course.assignment(options.assignment)
    with grader_of(run, assignment.name) as grader:
        tally, waiting = tallied(run, grader, entries)
        submissions = list(_readable(grader, entries)) if options.similarity else []
        pairs = _pairs(grader, submissions, options.least)
        given = lines_of(code_of(grader.releases.together))
        where = _notebook_of(grader.outline.released, assignment)
        codes = {plain(s.student, LONGEST): _own_code(grader, s) for s in submissions if pairs}
    told = tally.report(assignment.title, waiting, pairs)
    letters = {one.student: letter_of(course, assignment.name, one.student) for one in entries}
    told = with_variants(told, letters, {one.name: one.told for one in assignment.variants})
    clusters = clusters_of(pairs)
    links = links_from(options.write, course.root, assignment.name, entries, where)
    around = Around(assignment.name, links, clusters, codes_in(clusters, codes), given)
    made = f"{course.local(datetime.now(UTC)):%Y-%m-%d %H:%M %Z}"
    for ending, text in (
        ("html", to_html(told, made, around)),
        ("csv", to_csv(told)),
        ("json", to_json(told)),
    ):
        place = options.write / f"{assignment.name}.{ending}"
        with keeping(place):
            write_atomically(place, text.encode("utf-8", "replace"))
        print(place)
    return 0


def _notebook_of(released: NotebookNode, assignment: Assignment) -> dict[str, str]:
    """Return the notebook of each exercise, in the order of notebooks."""
    names = assignment.files
    cells = [cell for cell in plain_cells(released) if cell.grade]
    found = {cell.grade_id.removesuffix("-grade"): cell.notebook or names[0] for cell in cells}
    return dict(sorted(found.items(), key=lambda one: names.index(one[1])))


def tallied(run: Run, grader: Grader, entries: Sequence[Entry]) -> tuple[Tally, list[str]]:
    """Return what has been graded, and the students whose submission is not graded yet."""
    course = run.course
    assignment = course.assignment(grader.session.assignment)
    answers = answers_in(grader.outline.released, [*assignment.exercises])
    asked_for = read_requests(course.root, assignment.name, assignment.tables, course.assignments)
    tally = Tally(assignment.worth, answers, assignment, asked_for)
    marks = _marks(run, assignment.name)
    lines = read_lines(course.root / "verdicts" / f"{assignment.name}.jsonl")
    questions = questions_on(entries, run, assignment.name)
    waiting = []
    for entry in entries:
        verdict, asked, question = _known(grader, entry)
        if verdict is None:
            waiting.append(entry.student)
            continue
        question = f"{questions.get(entry.student, '')} {question}".strip()
        had = marks.get(entry.student)
        tally.add(verdict, lines.get(entry.student), question, asked, had)
    return tally, waiting


def _known(grader: Grader, entry: Entry) -> tuple[Verdict | None, Asked, str]:
    """Return the verdict of an entry, None where it has none yet, what its checks asked for, and
    what to ask about whose notebook it is.
    """
    try:
        submission = grader.read(entry)
    except SubmissionError as error:
        return grader.rejected(entry, error), {}, grader.releases.question_on(entry, None)
    verdict = grader.remembered(submission)
    if verdict is None:
        return None, {}, ""
    asked = asked_of(grader.outline_of(entry.student), submission, verdict, grader.verdicts)
    return verdict, asked, grader.releases.question_on(entry, submission)


def similarity(options: ReportOptions) -> int:
    """Print which submissions share code, the most alike first."""
    run, entries = class_in(options.course, options.assignment, options.submitted)
    with grader_of(run, options.assignment) as grader:
        pairs = _pairs(grader, list(_readable(grader, entries)), options.least)
    for pair in pairs:
        names = f"{pair.first} and {pair.second}"
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


def class_in(root: Path, assignment: str, submitted: Path | None) -> tuple[Run, list[Entry]]:
    """Return a course and all who have handed in; raises CourseError for a class of nobody."""
    run = open_run(root)
    run.course.assignment(assignment)
    return run, entries_in(run, assignment, submitted)


def entries_in(run: Run, assignment: str, submitted: Path | None) -> list[Entry]:
    """Return all who have handed in; raises CourseError for a class of nobody."""
    place = submitted or run.course.root / "submitted"
    names = run.course.assignment(assignment).files
    entries = find_submissions(place, assignment, notebooks=names)
    if not entries:
        raise CourseError(
            f"{place}: there is no submission of {assignment}. Name the folder that holds "
            f"<student>/{assignment}/ with --submitted."
        )
    return entries


def grader_of(run: Run, assignment: str) -> Grader:
    """Return who knows the verdicts of an assignment; no sandbox is started for it."""
    return Grader(Session(run.course.root, assignment, run.sandbox, run.device))


def _pairs(grader: Grader, submissions: Sequence[Submission], least: float) -> list[Pair]:
    count = len(submissions) * (len(submissions) - 1) // 2
    if not count:
        return []
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("comparing", total=count)
        found = similar_pairs(
            submissions,
            grader.releases.together,
            least,
            lambda number: progress.update(task, completed=number),
            lambda student: print(
                f"{plain(student, 100)} is compared with nobody: more than {MOST_CODE:,} "
                f"characters of own code. Look at it.",
                file=sys.stderr,
            ),
        )
        shown = [
            replace(one, first=plain(one.first, LONGEST), second=plain(one.second, LONGEST))
            for one in found
        ]
        return sorted(shown, key=lambda pair: -pair.share)


def _own_code(grader: Grader, submission: Submission) -> str:
    return own_code(submission.notebook, grader.releases.together)


def _readable(grader: Grader, entries: list[Entry]) -> list[Submission]:
    read: list[Submission] = []
    for entry in entries:
        try:
            read.append(grader.read(entry))
        except SubmissionError:
            continue  # the report says of it that it was rejected
    return read
