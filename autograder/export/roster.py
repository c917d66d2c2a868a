"""Who is enrolled, from a CSV: one's own, or the file that a learning platform gives."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.export.matching import Traits, matched
from autograder.export.table import OWN, Table, read_table
from autograder.text.spelling import one_spelling

# Brightspace writes a sign before them, lest a spreadsheet take zeros away.
_SIGNED = {"orgdefinedid", "username"}
_SAME = {"surname": "last name", "lastname": "last name", "firstname": "first name"}


@dataclass(frozen=True)
class Roster:
    """Rows in their order: the student's id in nbgrader, and cells by column in small letters.

    `table` is the file itself, and `owners` gives by the number of a row who stands there.
    """

    rows: Mapping[str, Mapping[str, str]]
    column: str
    table: Table | None = None
    owners: Mapping[int, str] = field(default_factory=dict)

    def cell(self, student: str, column: str) -> str:
        """Return what the roster says of a student, "" for nothing."""
        return self.rows.get(student, {}).get(column.lower(), "")


def read_roster(
    path: Path,
    known: Collection[str],
    keys: Sequence[str],
    traits: Mapping[str, Traits] | None = None,
) -> Roster:
    """Read a roster; `keys` are the columns in which a student's id in nbgrader may stand.

    Taken is `student_id`, else of `keys` the one that has most of the `known` students; for those
    who do not stand there, what their platform told of them, their `traits`. Raises CourseError
    when none is found, or when one id stands there twice.
    """
    table = read_table(path)
    lines = _lines(table)
    columns = [OWN] if lines and OWN in lines[0] else [key.lower() for key in keys]
    ids = {one_spelling(student): student for student in known}
    counts = {key: sum(line.get(key, "") in ids for line in lines) for key in columns}
    best = max(columns, key=lambda key: counts[key])
    owners = {n: ids[line[best]] for n, line in enumerate(lines) if line.get(best, "") in ids}
    if columns != [OWN]:
        others = {one: had for one, had in (traits or {}).items() if one not in owners.values()}
        rest = [{} if n in owners else line for n, line in enumerate(lines)]
        owners |= matched(rest, others)
    if not lines or (known and not owners):
        raise CourseError(
            f"{path}: no student of the gradebook stands in this roster. It needs a line of column "
            f"names and, in a column {OWN}, the names that students have in nbgrader; or one of "
            f"{', '.join(keys)} with the same names in it."
        )
    return Roster(_rows(path, lines, owners, [best, *columns]), best, table, owners)


def _rows(
    path: Path,
    lines: Sequence[Mapping[str, str]],
    owners: Mapping[int, str],
    columns: Sequence[str],
) -> dict[str, Mapping[str, str]]:
    """Return the lines by student; who has handed in nothing is called as the roster does."""
    rows: dict[str, Mapping[str, str]] = {}
    for number, line in enumerate(lines):
        told = next((line[key] for key in columns if line.get(key)), "")
        if line.get("role", "").casefold() not in ("", "student"):
            continue  # Gradescope's roster has those who teach, too
        student = owners.get(number, told)
        if number not in owners and told in owners.values():
            student = f"{told} (line {number + 2})"  # another one's id, in another column
        if student and student in rows:
            raise CourseError(
                f"{path}: {student!r} stands twice in the column {columns[0]}. Keep one of the "
                f"lines."
            )
        if student:
            rows[student] = line
    return rows


def _lines(table: Table) -> list[dict[str, str]]:
    """Return a mapping per row; a row that is no student's has no id."""
    header = [_SAME.get(name, name) for name in (cell.strip().lower() for cell in table.header)]
    lines = [dict(zip(header, map(_cell, row), strict=False)) for row in table.rows]
    for line in lines:
        for column in _SIGNED & line.keys():
            line[column] = line[column].removeprefix("#")
    return lines


def _cell(text: str) -> str:
    return one_spelling(text).strip()
