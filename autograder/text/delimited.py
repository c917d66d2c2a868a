"""Tables that people export: commas, semicolons or tabs between cells."""

import csv
import io


def delimited(text: str, *, strict: bool = False) -> tuple[str, list[list[str]]]:
    """Return the mark between cells, the one that the first line has most of, and all rows.

    Raises csv.Error; where `strict`, for a quote that stands where none belongs, too.
    """
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return mark, list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict))
