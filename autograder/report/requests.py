"""What students ask about their grade: lines of `requests.csv`, each with what it is about."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.records.verdict import Verdict
from autograder.report.mistakes import LONGEST
from autograder.text.decoding import decoded
from autograder.text.delimited import delimited
from autograder.text.nearest import hint
from autograder.text.sanitize import plain

FILE = "requests.csv"
COLUMNS = ("student", "assignment", "exercise", "request")
LONGEST_REQUEST = 2_000  # characters


@dataclass(frozen=True)
class Line:
    """What one student asks about one exercise of an assignment, in the student's words."""

    student: str
    exercise: str
    words: str


@dataclass(frozen=True)
class Request:
    """A request as a person reads it.

    `about` are the findings of the exercise that cost points, "" for none; `answer` is the comment
    that a person gave to the exercise in formgrader.
    """

    student: str
    exercise: str
    words: str
    about: tuple[str, ...] = ()
    answer: str = ""


def read_requests(
    root: Path, assignment: str, exercises: Collection[str], assignments: Collection[str]
) -> list[Line]:
    """Read what is asked about an assignment in the course's requests.csv; none without a file.

    Upper and lower case are the same. Raises CourseError for a file that cannot be read, a missing
    column, a line that is too long, as of words with a comma and no quotes, one without a student,
    and for an assignment or an exercise that is not there: no request may be lost.
    """
    path = root / FILE
    if not path.is_file():
        return []
    found = []
    for number, row in enumerate(_rows(path), 2):
        where = f"{path}, line {number}"
        if not any(row.values()):
            continue
        named = _one_of(assignments, row["assignment"], f"{where}: the course has no assignment")
        if named != assignment:
            continue
        if not row["student"]:
            raise CourseError(f"{where}: it names no student. Add one, or take the line out.")
        exercise = _one_of(exercises, row["exercise"], f"{where}: {assignment} has no exercise")
        found.append(Line(row["student"], exercise, row["request"]))
    return found


def _one_of(names: Collection[str], told: str, lead: str) -> str:
    """Return the name that is told, in whatever case; raises CourseError where there is none."""
    for name in names:
        if name.casefold() == told.casefold():
            return name
    raise CourseError(f"{lead} {told!r}. {hint(told, names)} Correct the line, or take it out.")


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    try:
        text = decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}. Save it as CSV UTF-8.") from error
    try:
        _, rows = delimited(text, strict=True)
    except csv.Error as error:
        raise CourseError(f"{path} is no CSV: {error}. Export it again.") from error
    head = [name.strip().casefold() for name in (rows[0] if rows else [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise CourseError(
            f"{path} has no column {missing[0]!r}. Its first line names the columns: "
            f"{','.join(COLUMNS)}."
        )
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row[len(head) :]):
            raise CourseError(
                f"{path}, line {number}: it has more cells than there are columns. Put what holds "
                f'a comma between double quotes: "like, this".'
            )
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        yield {name: cells.get(name, "") for name in COLUMNS}


def request_of(line: Line, verdict: Verdict | None, comments: Sequence[str]) -> Request:
    """Return a request with what it is about, and what was answered; pure.

    Args: `verdict`, None where nothing was graded; `comments`, a person's, each with its exercise.
    """
    lead = f"{line.exercise}: "
    answers = [one.removeprefix(lead) for one in comments if one.startswith(lead)]
    return Request(
        plain(line.student, LONGEST),
        line.exercise,
        plain(line.words, LONGEST_REQUEST),
        tuple(_findings(verdict, line.exercise)) if verdict else (),
        answers[0] if answers else "",
    )


def _findings(verdict: Verdict, exercise: str) -> Iterator[str]:
    """Yield title and message of what cost points, or of what stopped the exercise."""
    if verdict.reason:
        yield f"{verdict.status}: {plain(verdict.reason, LONGEST)}"
    for one in verdict.exercises:
        if one.key.rpartition("/")[2] == exercise:
            for finding in one.findings:
                if finding.outcome not in ("passed", "skipped"):
                    yield plain(f"{finding.title}: {finding.message}", LONGEST)
