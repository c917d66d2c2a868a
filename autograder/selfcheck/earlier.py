"""The notebooks that come before a student's own in an assignment: their answers are used in it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.feedback.findings import text_of
from autograder.records.plaincell import NOT_RUN
from autograder.selfcheck.cells_of import RunCell, code_cells
from autograder.text.i18n import language_of, said
from autograder.text.sanitize import plain
from autograder.worker.exceptions import sentence_of

MOST_TOLD = 500  # characters of an error


def cells_before(path: Path, earlier: Sequence[str]) -> Iterator[RunCell]:
    """Yield the cells that grading runs before a notebook: those of the `earlier` ones beside it.

    Raises SubmissionError where one of them is not there, or is no notebook.
    """
    for name in earlier:
        place = path.with_name(f"{name}.ipynb")
        if not place.is_file():
            raise SubmissionError(
                f"{place} is not there. Grading runs {name}.ipynb before {path.name}, whose cells "
                f"may use what you wrote in it: keep them in one folder."
            )
        yield from (cell for cell in code_cells(place, name) if not cell.tags & NOT_RUN)


def run_earlier(names: dict[str, Any], *earlier: str, language: str = "en") -> None:
    """Run what a student wrote in earlier notebooks, in the namespace of the present one.

    Args: `names`, the notebook's globals(); `earlier`, names of files beside it without .ipynb;
    `language`, in which it is said which cells stopped. Raises SubmissionError where a file is not
    there. A cell that stops is told and passed over, as grading does.
    """
    here = Path.cwd() / "this notebook"
    told = language_of(language)
    for cell in list(cells_before(here, earlier)):
        error = _run(cell, names)
        if error is not None:
            stopped = said("{cell} stopped: {error}", cell=cell.name, error=plain(error, MOST_TOLD))
            print(text_of(stopped, told))


def _run(cell: RunCell, names: dict[str, Any]) -> str | None:
    """Run one cell, as the kernel would where there is one; return what stopped it."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None and shell.user_ns is names:
        from IPython.utils.capture import capture_output

        with capture_output():
            done = shell.run_cell(cell.source, silent=True)
        raised = done.error_before_exec or done.error_in_exec
    else:
        raised = _executed(cell, names)
    unwritten = isinstance(raised, NotImplementedError)  # a check says that by itself
    return None if raised is None or unwritten else sentence_of(raised)


def _executed(cell: RunCell, names: dict[str, Any]) -> BaseException | None:
    try:
        exec(compile(cell.source, cell.name, "exec"), names)
    except Exception as error:  # the boundary to it: anything may come
        return error
    return None
