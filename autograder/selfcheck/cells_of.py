"""The code cells of a student's own notebook file."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.records.plaincell import notebook_text, plain_cells


@dataclass(frozen=True)
class RunCell:
    """One code cell: its source, its tags, and what tracebacks call it."""

    source: str
    tags: frozenset[str]
    name: str


def code_cells(path: Path, own_name: str = "") -> list[RunCell]:
    """Return a notebook's code cells, named as grading names them; raises SubmissionError.

    Args: `own_name`, its own among those of its assignment, where that has several.
    """
    try:
        notebook = json.loads(notebook_text(path.read_bytes()))
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise SubmissionError(
            f"{path} is not a Jupyter notebook, or was cut off while it was saved. Open it in "
            f"Jupyter and save it again."
        ) from error
    if not isinstance(notebook, dict) or not {"cells", "worksheets"} & notebook.keys():
        raise SubmissionError(f"{path} is not a Jupyter notebook: it holds no cells.")
    return [
        RunCell(cell.source, cell.tags, replace(cell, notebook=own_name).spoken(number))
        for number, cell in enumerate(plain_cells(notebook), 1)
        if cell.kind == "code"
    ]
