"""The layouts of other gradebooks where no file of theirs is there: grades → rows of a CSV; pure.

* Canvas: its gradebook's import (Instructure community guide "How do I import grades in the
  Gradebook?", and `gradebook_importer.rb` of its source). The first columns and the row of points
  possible are looked for by these names.
* Moodle: Grades → Import → CSV file (docs.moodle.org, "Grade import"). One column tells the user.
* Brightspace and Blackboard: as forms.py has them.
* Gradescope: Assignments → Download grades. It imports no grades; the layout serves what reads it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.export.roster import Roster
from autograder.export.table import OWN
from autograder.late.grades import Grades, Item, Mark, Person

Row = list[str | float]


@dataclass(frozen=True)
class Sheet:
    """What is laid out: grades, students in order, their roster, and each assignment's column."""

    grades: Grades
    students: Sequence[str]
    roster: Roster
    columns: Mapping[str, str]

    def person(self, student: str) -> Person:
        """Return what the gradebook knows of a student."""
        return self.grades.people.get(student, Person(student))

    def told(self, student: str, column: str, otherwise: str) -> str:
        """Return what the roster says, else what is given."""
        return self.roster.cell(student, column) or otherwise

    def login(self, student: str, column: str) -> str:
        """Return a login: what a student is called here is none where a platform's roster tells."""
        other = student in self.roster.rows and self.roster.column != OWN
        return self.told(student, column, "" if other else student)

    def mark(self, student: str, item: Item) -> Mark:
        """Return a mark, an empty one for who has handed in nothing."""
        return self.grades.mark(student, item.name) or Mark(None)


@dataclass(frozen=True)
class Layout:
    """One gradebook's layout: its rows, where a roster may have ids, and its encoding."""

    rows: Callable[[Sheet], Iterator[Row]]
    keys: tuple[str, ...]
    encoding: str = "utf-8"


def canvas(sheet: Sheet) -> Iterator[Row]:
    """Return the rows that Canvas imports: names, points possible, then one row for each
    student.
    """
    items = sheet.grades.items
    fixed = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    yield [*fixed, *(sheet.columns[item.name] for item in items)]
    yield ["    Points Possible", "", "", "", "", *(item.max_points for item in items)]
    for student in sheet.students:
        person = sheet.person(student)
        name = ", ".join(filter(None, (person.last_name, person.first_name)))
        yield [
            sheet.told(student, "Student", name or student),
            sheet.told(student, "ID", person.lms_user_id),
            sheet.told(student, "SIS User ID", ""),
            sheet.login(student, "SIS Login ID"),
            sheet.told(student, "Section", ""),
            *(_points(sheet.mark(student, item)) for item in items),
        ]


def moodle(sheet: Sheet) -> Iterator[Row]:
    """Return the rows that Moodle imports: points and a word on lateness for each assignment."""
    names = [sheet.columns[item.name] for item in sheet.grades.items]
    fixed = ["Username", "First name", "Last name", "ID number", "Email address"]
    yield [*fixed, *(cell for name in names for cell in (name, f"{name} (Feedback)"))]
    for student in sheet.students:
        person = sheet.person(student)
        row: Row = [
            sheet.login(student, "Username"),
            sheet.told(student, "First name", person.first_name),
            sheet.told(student, "Last name", person.last_name),
            sheet.told(student, "ID number", person.lms_user_id),
            sheet.told(student, "Email address", person.email),
        ]
        for item in sheet.grades.items:
            mark = sheet.mark(student, item)
            row += [_points(mark), words_on(mark, item)]
        yield row


def gradescope(sheet: Sheet) -> Iterator[Row]:
    """Return the rows that Gradescope exports: points, their maximum, time and lateness of each."""
    names = [sheet.columns[item.name] for item in sheet.grades.items]
    parts = ("", " - Max Points", " - Submission Time", " - Lateness (H:M:S)")
    fixed = ["First Name", "Last Name", "SID", "Email", "Sections"]
    yield [*fixed, *(name + part for name in names for part in parts), "Total Lateness (H:M:S)"]
    for student in sheet.students:
        person = sheet.person(student)
        row: Row = [
            sheet.told(student, "First Name", person.first_name),
            sheet.told(student, "Last Name", person.last_name),
            sheet.told(student, "SID", person.lms_user_id or student),
            sheet.told(student, "Email", person.email),
            sheet.told(student, "Sections", ""),
        ]
        total = 0
        for item in sheet.grades.items:
            mark = sheet.mark(student, item)
            at = f"{mark.submitted:%Y-%m-%d %H:%M:%S %z}" if mark.submitted else ""
            late = _clock(mark.seconds_late) if mark.submitted else ""
            row += [_points(mark), item.max_points, at, late]
            total += mark.seconds_late
        yield [*row, _clock(total)]


def brightspace(sheet: Sheet) -> Iterator[Row]:
    """Return the rows that Brightspace imports: ids with their sign, points, and an end."""
    names = [f"{sheet.columns[item.name]} Points Grade" for item in sheet.grades.items]
    yield ["OrgDefinedId", "Username", *names, "End-of-Line Indicator"]
    for student in sheet.students:
        number = sheet.told(student, "OrgDefinedId", sheet.person(student).lms_user_id)
        login = sheet.login(student, "Username")
        points = [_points(sheet.mark(student, item)) for item in sheet.grades.items]
        yield [*(f"#{one}" if one else "" for one in (number, login)), *points, "#"]


def blackboard(sheet: Sheet) -> Iterator[Row]:
    """Return the rows that Blackboard uploads; it makes columns of what it has no number for."""
    names = [sheet.columns[item.name] for item in sheet.grades.items]
    yield ["Last Name", "First Name", "Username", "Student ID", *names]
    for student in sheet.students:
        person = sheet.person(student)
        yield [
            sheet.told(student, "Last Name", person.last_name),
            sheet.told(student, "First Name", person.first_name),
            sheet.login(student, "Username"),
            sheet.told(student, "Student ID", person.lms_user_id),
            *(_points(sheet.mark(student, item)) for item in sheet.grades.items),
        ]


LAYOUTS = {
    "canvas": Layout(canvas, ("SIS Login ID", "SIS User ID", "ID")),
    "moodle": Layout(moodle, ("Username", "ID number", "Email address")),
    "brightspace": Layout(brightspace, ("Username", "OrgDefinedId", "Email"), "utf-8-sig"),
    "blackboard": Layout(blackboard, ("Username", "Student ID"), "utf-8-sig"),
    # Excel takes a CSV without the mark for one of its own code page.
    "gradescope": Layout(gradescope, ("SID", "Email"), "utf-8-sig"),
}


def _points(mark: Mark) -> str | float:
    return "" if mark.points is None else mark.points


def words_on(mark: Mark, item: Item) -> str:
    """Say what a student should know of the points; nothing where there are none."""
    if mark.points is None:
        return ""
    said = [f"{mark.lateness}: −{mark.penalty:g} points" if mark.penalty else str(mark.lateness)]
    said += [f"counted without {', '.join(item.dropped)}"] if item.dropped else []
    return "; ".join(filter(None, said))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
