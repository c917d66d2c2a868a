"""Grades of a course → a CSV for another gradebook, and what a person should know of it."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from autograder.course.config import Course
from autograder.errors import CourseError
from autograder.export.forms import form_of
from autograder.export.layout import LAYOUTS, Layout, Row, Sheet
from autograder.export.matching import Traits
from autograder.export.returning import returned
from autograder.export.roster import Roster, read_roster
from autograder.late.grades import Grades, Item, Mark, Person, grades_in
from autograder.late.settle import settle
from autograder.report.page import harmless
from autograder.runs.run import Run
from autograder.storage.atomic import keeping, write_atomically
from autograder.students.people import Identity, People
from autograder.students.untimed import untimed
from autograder.text.spelling import one_spelling

Vendor = Literal["canvas", "moodle", "gradescope", "brightspace", "blackboard"]


@dataclass(frozen=True)
class Wanted:
    """What is exported to which layout; `into` and `roster` None for what course.toml says.

    No `assignments` means all of course.toml, and no `students` means everybody.
    """

    to: Vendor
    assignments: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    into: Path | None = None
    roster: Path | None = None


@dataclass(frozen=True)
class Exported:
    """The file that was written, for how many students, and sentences for a person."""

    place: Path
    students: int
    said: tuple[str, ...]


def export(run: Run, gradebook: Any, url: str, wanted: Wanted) -> Exported:
    """Settle the penalties, then write the grades of an opened gradebook.

    Raises CourseError for an assignment or a roster that is not there, and StoreError when the
    gradebook or the file cannot be written.
    """
    course = run.course
    names = [course.assignment(name).name for name in wanted.assignments] or [*course.assignments]
    settled = settle(run, gradebook, url)
    grades = grades_in(course, gradebook, names)
    people = People.beside(course.root / "submitted")
    grades = _introduced(grades, people)
    roster = _roster(course, grades, wanted, people)
    enrolled = list(roster.rows) if roster.column else list(grades.people)
    asked = {one_spelling(one) for one in wanted.students}
    students = [one for one in enrolled if not asked or one_spelling(one) in asked]
    columns = {name: _column(course, name, wanted.to) for name in names}
    _require_distinct(course, columns, wanted.to)
    content, told = _content(Sheet(grades, students, roster, columns), wanted.to)
    place = wanted.into or Path(f"grades-{wanted.to}.csv")
    with keeping(place):
        write_atomically(place, content)
    said = [f"late penalty {one}" for one in settled]
    return Exported(
        place,
        len(students),
        (*said, *told, *_sentences(course, grades, roster, names, students, people)),
    )


def _content(sheet: Sheet, to: Vendor) -> tuple[bytes, tuple[str, ...]]:
    """Return the file, and what is to be said of it: the roster's own where it can go back."""
    roster = sheet.roster
    form = form_of(to, roster.table) if roster.table else None
    if roster.table and form:
        done = returned(roster.table, form, sheet, roster.owners, sheet.students)
        return done.table.to_bytes(), done.said
    layout = LAYOUTS[to]
    return _text(layout.rows(sheet)).encode(layout.encoding), ()


def _introduced(grades: Grades, people: People) -> Grades:
    """Add what a platform told of students to what the gradebook knows of them."""

    def introduced(one: Person) -> Person:
        told = people.known.get(one.student, Identity())
        return Person(
            one.student,
            one.first_name or told.first,
            one.last_name or told.last,
            one.email or told.email,
            one.lms_user_id or told.number,
        )

    return replace(grades, people={s: introduced(one) for s, one in grades.people.items()})


def _traits(one: Person, people: People) -> Traits:
    told = people.known.get(one.student, Identity())
    arrived = [table[one.student] for table in people.arrived.values() if one.student in table]
    folder = one.student.replace("_", " ")
    return Traits(
        numbers=frozenset({one.lms_user_id, told.number}),
        participants=frozenset(had.number for had in arrived),
        emails=frozenset({one.email, told.email, *([one.student] if "@" in one.student else [])}),
        logins=frozenset({one.student, told.login}),
        names=frozenset({f"{one.first_name} {one.last_name}".strip(), told.name, folder}),
    )


def _roster(course: Course, grades: Grades, wanted: Wanted, people: People) -> Roster:
    path = wanted.roster
    if path is None and course.export.roster:
        path = course.root / course.export.roster
    layout: Layout = LAYOUTS[wanted.to]
    if path is None:
        return Roster({}, "")
    traits = {student: _traits(one, people) for student, one in grades.people.items()}
    return read_roster(path, set(grades.people), layout.keys, traits)


def _column(course: Course, name: str, to: Vendor) -> str:
    assignment = course.assignment(name)
    return getattr(assignment.columns, to) or assignment.title


def _require_distinct(course: Course, columns: dict[str, str], to: Vendor) -> None:
    for name, column in columns.items():
        if list(columns.values()).count(column) > 1:
            raise CourseError(
                f"{course.root / 'course.toml'}: two assignments would have the column {column!r}. "
                f"Give {name} another one: [assignments.{name}.columns] {to} = …"
            )


def _text(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_number(c) if isinstance(c, float) else c for c in harmless(row)])
    return out.getvalue()


def _number(value: float) -> str:
    """Return at most two digits after a point, as these gradebooks do."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _sentences(
    course: Course,
    grades: Grades,
    roster: Roster,
    names: Sequence[str],
    students: Collection[str],
    people: People,
) -> Iterator[str]:
    """Say who is not in the file, and whose cells are empty though something was handed in."""
    if roster.column:
        lost = [one for one in grades.people if one not in roster.rows]
        if lost:
            yield f"Left out, since the roster does not have them: {', '.join(lost)}."
    known = {*grades.people, *roster.rows}
    for name, granted in course.extensions.items():
        strangers = [student for student in granted if student not in known]
        if strangers:
            yield (
                f"course.toml extends {name} for {', '.join(strangers)}, whom neither gradebook "
                f"nor roster has. Spell names as nbgrader has them."
            )
    for item in grades.items:
        yield from _on_item(course, grades, item, students, people)


def _on_item(
    course: Course, grades: Grades, item: Item, students: Collection[str], people: People
) -> Iterator[str]:
    if item.dropped:
        yield f"{item.name} is counted without {', '.join(item.dropped)}."
    had = {student: grades.mark(student, item.name) for student in students}
    broken = [s for s, m in had.items() if m and m.points is None and not m.unread]
    yield from _unread(item, had)
    if broken:
        yield f"{item.name}, empty since no grade was recorded: {', '.join(broken)}."
    yield from _beyond(item, had)
    unknown = [student for student, mark in had.items() if mark and mark.submitted is None]
    marked = [student for student, one in people.of(item.name).items() if one.late]
    yield from untimed(item.name, course.late_rules(item.name), unknown, marked)


def _unread(item: Item, had: Mapping[str, Mark | None]) -> Iterator[str]:
    """Say whose cells are empty as long as a person has not read an answer: no 0 stands for it."""
    by_answers: dict[tuple[str, ...], list[str]] = {}
    for student, mark in had.items():
        if mark and mark.unread:
            by_answers.setdefault(mark.unread, []).append(student)
    for answers, students in by_answers.items():
        yield (
            f"{item.name}, empty until formgrader has points for {', '.join(answers)}: "
            f"{', '.join(students)}."
        )


def _beyond(item: Item, had: Mapping[str, Mark | None]) -> Iterator[str]:
    """Say who has more than the maximum, as a bonus gives: not every gradebook takes that."""
    over = [s for s, m in had.items() if m and m.points is not None and m.points > item.max_points]
    if over:
        yield (
            f"{item.name}, more than {item.max_points:g} points, by a bonus or extra credit: "
            f"{', '.join(over)}. Canvas takes them; Moodle only where its administrator has "
            f"allowed unlimited grades."
        )
