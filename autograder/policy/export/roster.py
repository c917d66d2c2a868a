"""Who is enrolled, from a CSV: one's own, or the file that Canvas, Moodle or Gradescope gives."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.decoding import decoded
from autograder.errors import CourseError

OWN = "student_id"  # the column that nbgrader's own export calls so
_SAME = {"surname": "last name", "lastname": "last name", "firstname": "first name"}


@dataclass(frozen=True)
class Roster:
    """Rows in their order: the student's id in nbgrader, and cells by column in small letters."""

    rows: Mapping[str, Mapping[str, str]]
    column: str

    def cell(self, student: str, column: str) -> str:
        """Give what the roster says of a student, "" for nothing."""
        return self.rows.get(student, {}).get(column.lower(), "")


def read_roster(path: Path, known: Collection[str], keys: Sequence[str]) -> Roster:
    """Read a roster; `keys` are the columns in which a student's id in nbgrader may stand.

    Taken is `student_id`, else of `keys` the one that has most of the `known` students. Raises
    CourseError when none has any, or when one id stands there twice.
    """
    lines = _lines(path)
    columns = [OWN] if lines and OWN in lines[0] else [key.lower() for key in keys]
    counts = {key: sum(line.get(key, "") in known for line in lines) for key in columns}
    best = max(columns, key=lambda key: counts[key])
    if not lines or (known and not counts[best]):
        raise CourseError(
            f"{path}: no student of the gradebook stands in this roster. It needs a line of column "
            f"names and, in a column {OWN}, the names that students have in nbgrader; or one of "
            f"{', '.join(keys)} with the same names in it."
        )
    rows: dict[str, Mapping[str, str]] = {}
    for line in lines:
        student = line.get(best, "")
        if student and student in rows:
            raise CourseError(
                f"{path}: {student!r} stands twice in the column {best}. Keep one of the lines."
            )
        if student:
            rows[student] = line
    return Roster(rows, best)


def _lines(path: Path) -> list[dict[str, str]]:
    """Read a CSV with commas, semicolons or tabs into a mapping per line."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise CourseError(f"{path}: the roster cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: the roster is not UTF-8. Save it as CSV UTF-8.") from error
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    if not found:
        return []
    header = [_SAME.get(name, name) for name in (cell.strip().lower() for cell in found[0])]
    # Canvas has lines below its header that are no students: they have no id.
    return [
        dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in found[1:] if row
    ]
