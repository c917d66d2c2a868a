"""What the commands do and print: a progress bar on stderr, a table on stdout."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from autograder import release
from autograder.classroom import Session, grade_class, job_count
from autograder.course import Course, load_course
from autograder.errors import CourseError
from autograder.gradebook.recording import record
from autograder.sandbox import settled_device
from autograder.submission import Entry, find_submissions
from autograder.verdict import Verdict
from autograder.verdicts import write_atomically

LONGEST_NAME, LONGEST_NOTE = 40, 400  # characters in the table of a class


@dataclass(frozen=True)
class GradeOptions:
    """What `autograder grade` is asked; None and 0 leave it to course.toml."""

    course: Path
    assignment: str
    submitted: Path | None = None
    student: str = "*"
    jobs: int = 0
    device: str | None = None
    sandbox: str | None = None
    verdicts: Path | None = None
    no_gradebook: bool = False
    regrade: bool = False


def build(root: Path, assignment: str | None, *, check: bool) -> int:
    """Build the release of one or all assignments, or check that it is up to date."""
    course = load_course(root)
    names = [course.assignment(assignment).name] if assignment else list(course.assignments)
    stale: list[str] = []
    for name in names:
        if check:
            stale += release.build_check(course, name)
        else:
            report = release.build(course, name)
            print(f"release/{name}: {report}")
    if stale:
        listed = "\n".join(f"  {path}" for path in stale)
        print(f"The release is not what would be built now:\n{listed}\nRun: autograder build")
    elif check:
        print("The release is what would be built now.")
    return 1 if stale else 0


def grade(options: GradeOptions) -> int:
    """Grade a class, print its table, write verdicts and nbgrader's gradebook."""
    course = load_course(options.course)
    course.assignment(options.assignment)
    course.secret_bytes()
    submitted = (options.submitted or course.root / "submitted").resolve()
    entries = find_submissions(submitted, options.assignment, options.student)
    if not entries:
        raise CourseError(
            f"{submitted}: there is no submission of {options.assignment} by {options.student!r}. "
            f"Submissions are expected at {submitted}/<student>/{options.assignment}/*.ipynb."
        )
    session = session_of(course, options)
    jobs = job_count(options.jobs, course, session.device)
    verdicts = grade_with_progress(session, entries, jobs)
    lines = options.verdicts or course.root / "verdicts" / f"{options.assignment}.jsonl"
    write_lines(lines, verdicts)
    unrecorded = {} if options.no_gradebook else recorded(course, session, submitted, verdicts)
    print_class(course, options.assignment, verdicts, unrecorded)
    print(f"verdicts: {lines}")
    if unrecorded:
        print(f"nbgrader did not record {len(unrecorded)} of them; the next run tries again.")
    return 0


def session_of(course: Course, options: GradeOptions) -> Session:
    """Give what is graded in which sandbox and on which device; raises SandboxError."""
    sandbox = options.sandbox or course.grading.sandbox
    device = settled_device(options.device or course.grading.device, sandbox)
    return Session(course.root, options.assignment, sandbox, device, options.regrade)


def grade_with_progress(
    session: Session, entries: Sequence[Entry], jobs: int
) -> tuple[Verdict, ...]:
    """Grade all entries under a progress bar; gives the verdicts ordered by student."""
    verdicts: list[Verdict] = []
    with Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
    ) as progress:
        bar = progress.add_task("", total=len(entries))

        def begin(pending: int) -> None:
            known = len(entries) - pending
            note = f"{known} known already" if known else ""
            progress.update(bar, description=note)

        for verdict in grade_class(session, entries, jobs, begin):
            verdicts.append(verdict)
            counts = Counter(v.status for v in verdicts)
            note = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
            progress.update(bar, advance=1, description=note)
    return tuple(sorted(verdicts, key=lambda verdict: verdict.student))


def write_lines(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Write one verdict per line, JSON, ordered by student."""
    lines = [json.dumps(verdict.line(), ensure_ascii=False) for verdict in verdicts]
    # A folder's name need not be UTF-8: its odd bytes are written as JSON's own escapes.
    text = "".join(f"{line}\n" for line in lines)
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def recorded(
    course: Course, session: Session, submitted: Path, verdicts: Iterable[Verdict]
) -> dict[str, str]:
    """Let nbgrader record what was graded; gives the reason per student where it could not."""
    students = [verdict.student for verdict in verdicts if verdict.status == "graded"]
    console = Console(stderr=True)
    with console.status(f"nbgrader records {len(students)} submissions …"):
        return record(course, session.assignment, students, submitted)


def print_class(
    course: Course, assignment: str, verdicts: Sequence[Verdict], unrecorded: dict[str, str]
) -> None:
    """Print the class as a table: points per exercise, and the first thing to look at."""
    exercises = course.assignment(assignment).exercises
    table = Table(box=box.SIMPLE_HEAD, title=f"{assignment}: {len(verdicts)} submissions")
    table.add_column("student", no_wrap=True)
    for name, points in exercises.items():
        table.add_column(f"{name}\n/{points:g}", justify="right")
    table.add_column(f"total\n/{course.assignment(assignment).max_points:g}", justify="right")
    notes: list[str] = []
    for verdict in verdicts:
        shares = [_points(verdict, f"{assignment}/{name}") for name in exercises]
        total = f"{verdict.points:g}" if verdict.status == "graded" else verdict.status
        table.add_row(escape(printable(verdict.student[:LONGEST_NAME])), *shares, total)
        note = unrecorded.get(verdict.student) or first_to_look_at(verdict)
        if note:
            notes.append(printable(f"{verdict.student[:LONGEST_NAME]}  {note[:LONGEST_NOTE]}"))
    console = Console(file=sys.stdout, highlight=False)  # it takes minutes over a long text
    console.print(table)
    if notes:
        console.print("What to look at first")
    for note in notes:
        console.print(f"  {escape(note)}", no_wrap=True, overflow="ellipsis", crop=True)


def first_to_look_at(verdict: Verdict) -> str:
    """Give the sentence that matters most of a verdict: why not graded, else the first failure."""
    if verdict.status != "graded":
        return verdict.reason
    questions = [f.question for e in verdict.exercises for f in e.findings if f.question]
    if questions:
        return f"a question for you: {questions[0]}"
    for exercise in verdict.exercises:
        for finding in exercise.findings:
            if finding.outcome not in ("passed", "skipped"):
                return f"{exercise.key.partition('/')[2]}: {finding.title}"
    return ""


def printable(text: str) -> str:
    """Give text without control characters, which could move or colour a terminal's cursor."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _points(verdict: Verdict, key: str) -> str:
    for exercise in verdict.exercises:
        if exercise.key == key:
            return f"{exercise.points:g}"
    return "–"
