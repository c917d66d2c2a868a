"""Points written into the file that another gradebook gave, which it then takes again.

All else in it stays as it came, columns, lines and marks of its own included.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from autograder.errors import CourseError
from autograder.export.forms import LOCKED, SAID, WORKSHEET, Form, is_worksheet
from autograder.export.layout import Sheet, words_on
from autograder.export.table import Table
from autograder.late.grades import Item
from autograder.report.page import harmless


@dataclass(frozen=True)
class Returned:
    """The file with points in it, and sentences for a person."""

    table: Table
    said: tuple[str, ...]


@dataclass
class _Page:
    """The file while points are written into it."""

    header: list[str]
    rows: list[list[str]]
    table: Table
    form: Form
    said: list[str] = field(default_factory=list)

    def column(self, name: str) -> int | None:
        """Return the column of a name in small letters."""
        names = [one.strip().casefold() for one in self.header]
        return names.index(name) if name in names else None

    def cell(self, row: int, column: int | None) -> str:
        line = self.rows[row]
        return line[column].strip() if column is not None and column < len(line) else ""

    def write(self, row: int, column: int, text: str) -> None:
        line = self.rows[row]
        line += [""] * (column + 1 - len(line))
        line[column] = text


def returned(
    table: Table, form: Form, sheet: Sheet, owners: Mapping[int, str], students: Collection[str]
) -> Returned:
    """Write the points of `students` into their lines, which `owners` gives by number.

    Raises CourseError for several assignments in a worksheet of one.
    """
    page = _Page([*table.header], [[*row] for row in table.rows], table, form)
    places = {row: student for row, student in owners.items() if student in students}
    columns = []
    for item in sheet.grades.items:
        column = _column(page, sheet, item)
        columns.append(column)
        for row, student in places.items():
            _fill(page, sheet, item, row, column, student)
    written = replace(table, header=page.header, rows=page.rows)
    return Returned(_shortened(written, form, columns), tuple(page.said))


def _column(page: _Page, sheet: Sheet, item: Item) -> int:
    """Return an assignment's column; a new one at the end where there is none."""
    wanted = sheet.columns[item.name]
    if is_worksheet(page.table):
        if len(sheet.grades.items) > 1:
            raise CourseError(
                "The roster is Moodle's grading worksheet of one assignment. Name that one "
                "instead of --all."
            )
        found = page.column(WORKSHEET)
    else:
        found = page.form.column(page.header, wanted)
    if found is not None:
        page.said += _on_most(page, item, found)
        return found
    return _added(page, item, page.form.fresh.format(title=wanted))


def _added(page: _Page, item: Item, name: str) -> int:
    end = page.column(page.form.end) if page.form.end else None
    place = len(page.header) if end is None else end
    for line in [page.header, *(row for row in page.rows if row)]:
        line += [""] * (place - len(line))
        line.insert(place, "")
    page.header[place] = name
    possible = _line_of_points(page)
    if possible is not None:
        page.write(possible, place, page.table.dialect.number(item.max_points))
    page.said.append(
        f"{item.name}: the roster has no column {name!r}, so it is a new one at its end. Where the "
        f"gradebook has one by another name, write that under [assignments.{item.name}.columns]."
    )
    return place


def _line_of_points(page: _Page) -> int | None:
    """Return the line of points possible, which is no student's."""
    for number, row in enumerate(page.rows):
        if page.form.possible and row and row[0].strip().casefold() == page.form.possible:
            return number
    return None


def _on_most(page: _Page, item: Item, column: int) -> Iterator[str]:
    """Say where the other gradebook counts an assignment out of other points than this course."""
    told = page.form.most.search(page.header[column]) if page.form.most else None
    possible = _line_of_points(page)
    text = told["most"] if told else ""
    text = page.cell(possible, column) if possible is not None else text
    if is_worksheet(page.table) and page.rows:
        text = page.cell(0, page.column("maximum grade"))
    try:
        most = float(text.replace(",", "."))
    except ValueError:
        return
    if most != item.max_points:
        yield (
            f"{item.name} has {item.max_points:g} points here, and {most:g} in the roster's column "
            f"{page.header[column]!r}. Make them equal there before you import the file."
        )


def _fill(page: _Page, sheet: Sheet, item: Item, row: int, column: int, student: str) -> None:
    """Write a student's points; a cell stays as it came where there are none, or it is closed."""
    mark = sheet.mark(student, item)
    if mark.points is None:
        return
    before = page.cell(row, column)
    if before in page.form.kept:
        page.said.append(f"{item.name}: {student} stays {before}, as the roster has it.")
        return
    locked = page.column(LOCKED)
    if is_worksheet(page.table) and page.cell(row, locked).casefold() == "no":
        page.said.append(f"{item.name}: the roster says that {student}'s grade cannot be changed.")
        return
    page.write(row, column, page.table.dialect.number(mark.points))
    beside = page.column(SAID) if is_worksheet(page.table) else None
    if beside is not None and not page.cell(row, beside):
        page.write(row, beside, *map(str, harmless([words_on(mark, item)])))


def _shortened(table: Table, form: Form, columns: Collection[int]) -> Table:
    """Return what the gradebook takes of the file, where it takes only some columns."""
    if not form.alone:
        return table
    names = [name.strip().casefold() for name in table.header]
    kept = [n for n, name in enumerate(names) if name in form.alone or n in columns]
    rows = [[row[n] for n in kept if n < len(row)] for row in table.rows]
    return replace(table, header=[table.header[n] for n in kept], rows=rows)
