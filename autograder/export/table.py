"""A CSV of another system, so that it can be written again as it came: its dialect and encoding."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.text.decoding import decoded
from autograder.text.delimited import delimited

OWN = "student_id"  # the column that nbgrader's own export calls so, of a roster of one's own
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WITH_COMMA = re.compile(r"-?\d+,\d+")
_WITH_POINT = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class Dialect:
    """How cells were written: Canvas in Europe has semicolons, Blackboard tabs in UTF-16."""

    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\r\n"
    quoted: bool = False
    decimal_comma: bool = False

    def number(self, value: float) -> str:
        """Return a number as the file has them, with at most two digits behind the point."""
        shown = f"{value:.2f}".rstrip("0").rstrip(".")
        return shown.replace(".", ",") if self.decimal_comma else shown


@dataclass(frozen=True)
class Table:
    """A header and the lines below it, each as long as it was, and how they were written."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    dialect: Dialect

    def to_bytes(self) -> bytes:
        """Return the file."""
        out = io.StringIO()
        writer = csv.writer(
            out,
            delimiter=self.dialect.delimiter,
            lineterminator=self.dialect.newline,
            quoting=csv.QUOTE_ALL if self.dialect.quoted else csv.QUOTE_MINIMAL,
        )
        writer.writerows([self.header, *self.rows])
        return out.getvalue().encode(self.dialect.encoding)


def read_table(path: Path) -> Table:
    """Read a CSV with commas, semicolons or tabs, in UTF-8 or UTF-16; raises CourseError."""
    try:
        data = path.read_bytes()
        text = decoded(data)
    except OSError as error:
        raise CourseError(f"{path}: the roster cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: the roster is not UTF-8. Save it as CSV UTF-8.") from error
    try:
        mark, found = delimited(text)
    except csv.Error as error:
        raise CourseError(f"{path}: the roster is no CSV: {error}. Export it again.") from error
    header, rows = (found[0], found[1:]) if found else ([], [])
    return Table(header, rows, _dialect(data, text, mark, header, rows))


def _dialect(
    data: bytes, text: str, mark: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Dialect:
    wide = data.startswith(_UTF16)
    marked = data.startswith(codecs.BOM_UTF8)
    quoted = mark.join('"' + name.replace('"', '""') + '"' for name in header)
    cells = [cell for row in rows for cell in row]
    return Dialect(
        "utf-16" if wide else "utf-8-sig" if marked else "utf-8",
        mark,
        "\r\n" if ("\r\0\n" if wide else "\r\n").encode() in data else "\n",
        bool(header) and text.startswith(quoted),
        mark != ","
        and any(map(_WITH_COMMA.fullmatch, cells))
        and not any(map(_WITH_POINT.fullmatch, cells)),
    )
