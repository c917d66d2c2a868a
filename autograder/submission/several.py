"""An assignment of several notebooks as a student handed it in: which file is which of them.

A file is known by its cells, and by its name where these do not say otherwise: students swap names,
rename files, and put two notebooks into one. What is missing or damaged costs its own exercises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from autograder.errors import SubmissionError, UnreadError
from autograder.records.notebooks import names_in
from autograder.records.plaincell import PlainCell, plain_cells
from autograder.submission.intake import read_cells
from autograder.text.i18n import said
from autograder.text.sanitize import plain

MOST_READ = 20  # files of one student
LONGEST_NAME = 100
Cells = Mapping[Path, Sequence[PlainCell]]


@dataclass(frozen=True)
class Given:
    """The cells of all notebooks in a row, why some are absent, and files that are none of them.

    `files` names the file of each notebook that is there.
    """

    cells: tuple[PlainCell, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


def read_several(files: Sequence[Path], released: NotebookNode, max_mb: int) -> Given:
    """Read a student's files as the notebooks that were released.

    Raises SubmissionError where there is nothing to grade in any of them, and its UnreadError where
    a file could not be read by no fault of the student's.
    """
    own = _own_cells(released)
    read: dict[Path, Sequence[PlainCell]] = {}
    damaged: dict[str, SubmissionError] = {}
    for path in files[:MOST_READ]:
        try:
            read[path] = read_cells(path, max_mb)
        except UnreadError:
            raise
        except SubmissionError as error:
            damaged[path.name] = error
    found = files_of(read, own)
    cells = [replace(cell, notebook=n) for n in own if n in found for cell in read[found[n]]]
    there = {cell.grade_id for cell in cells}
    missing = [name for name, ids in own.items() if name not in found and not ids & there]
    if len(missing) == len(own):
        raise next(iter(damaged.values()), None) or SubmissionError(_nothing_of(own))
    absent = {name: _why(name, damaged, _rivals(name, read, own)) for name in missing}
    taken = {path.name for path in found.values()} | {f"{name}.ipynb" for name in missing}
    extra = tuple(plain(path.name, LONGEST_NAME) for path in files if path.name not in taken)
    return Given(tuple(cells), {name: path.stem for name, path in found.items()}, absent, extra)


def files_of(read: Cells, own: Mapping[str, frozenset[str]]) -> dict[str, Path]:
    """Return the file of each notebook, as far as there is one, by `own`, the names of its cells.

    The file of its name, unless that holds cells of others alone; else the one that holds the most
    of its cells, if there is one.
    """
    found: dict[str, Path] = {}
    for name in own:
        path = next((path for path in read if path.name == f"{name}.ipynb"), None)
        if path and (_share(read[path], own[name]) or not _share(read[path], *own.values())):
            found[name] = path
    for name in own:
        if name not in found:
            left = {path: cells for path, cells in read.items() if path not in found.values()}
            best = _best(name, left, own)
            found |= {name: best[0]} if len(best) == 1 else {}
    return found


def _best(name: str, read: Cells, own: Mapping[str, frozenset[str]]) -> list[Path]:
    """Return the files that hold the most cells of a notebook, several where they are equal."""
    shares = {path: _share(cells, own[name]) for path, cells in read.items()}
    most = max(shares.values(), default=0)
    return [path for path, share in shares.items() if share == most > 0]


def _rivals(name: str, read: Cells, own: Mapping[str, frozenset[str]]) -> list[str]:
    best = _best(name, read, own)
    return [plain(path.name, LONGEST_NAME) for path in best] if len(best) > 1 else []


def _share(cells: Sequence[PlainCell], *ids: frozenset[str]) -> int:
    """Return how many of the named cells are among these."""
    return len({cell.grade_id for cell in cells} & frozenset().union(*ids))


def _own_cells(released: NotebookNode) -> dict[str, frozenset[str]]:
    """Return by notebook the names of its graded cells and answers, in the order of notebooks."""
    cells = [cell for cell in plain_cells(released) if cell.grade_id]
    return {
        name: frozenset(cell.grade_id for cell in cells if cell.notebook == name)
        for name in names_in(released)
    }


def _why(name: str, damaged: Mapping[str, SubmissionError], rivals: Sequence[str]) -> str:
    file = f"{name}.ipynb"
    if rivals:
        return said(
            "{number} files hold the cells of {file}, and none of them has its name.",
            number=len(rivals),
            file=file,
        )
    if file in damaged:
        return damaged[file].sentence
    return said("{file} was not handed in.", file=file)


def _nothing_of(own: Mapping[str, object]) -> str:
    names = ", ".join(f"{name}.ipynb" for name in own)
    return said("None of the files that were handed in holds cells of {files}.", files=names)
