"""Answers of a notebook that no check is asked about: a person reads them."""

import json
from collections.abc import Iterator
from pathlib import Path

from autograder.records.plaincell import notebook_text, plain_cells
from autograder.text.i18n import said


def written_in(path: Path) -> Iterator[str]:
    """Yield for each written answer of a notebook, which was read before, that it waits."""
    for cell in plain_cells(json.loads(notebook_text(path.read_bytes()))):
        if cell.grade and cell.solution:
            yield said(
                "{exercise}: not graded yet. A person reads this answer after you have handed in.",
                exercise=cell.grade_id,
            )
