"""A submitted notebook → Submission: what is run to grade it, and nothing else of the file."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.course.variants import START
from autograder.errors import SubmissionError
from autograder.records.cell import CodeCell
from autograder.records.notebooks import names_in
from autograder.records.plaincell import NOT_RUN, PlainCell, named_cells, nbgrader_id, plain_cells
from autograder.submission.given import given_imports
from autograder.submission.intake import read_cells
from autograder.submission.intake.limits import MEGABYTE
from autograder.submission.restore import rebuild, rebuilt_from
from autograder.submission.several import Given, read_several
from autograder.submission.variants import Variants
from autograder.text.spelling import one_spelling
from autograder.times.arrival import question_on

__all__ = [
    "Entry",
    "Submission",
    "Variants",
    "entry_in",
    "find_submissions",
    "read_submission",
    "rebuild",
    "submission_of",
]

_MOST_HASHED = 1_000 * MEGABYTE  # a file may claim to be as large as no disk is

# What a source defines at its top level, found without Python's parser: students' text can bring
# that one down, and this runs in the process that decides the grade.
_DEFINED = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """A student's file as it lies in the folder of submissions, or why there is none to read.

    Of an assignment of several notebooks, `files` are all that lie there, `path` the first of them.
    """

    student: str
    path: Path | None
    error: SubmissionError | None = None
    files: tuple[Path, ...] = ()

    @property
    def question(self) -> str:
        """Return what a person should ask about when it was handed in, '' for nothing."""
        return question_on(self.path)

    @property
    def is_timed(self) -> bool:
        """Say whether it is told beside the file when it was handed in."""
        return self.path is not None and self.path.with_name("timestamp.txt").is_file()

    @property
    def sha256(self) -> str:
        """Return the hash of the file's bytes; of nothing, when there is no one file."""
        if len(self.files) > 1:
            return sha256("".join(map(_file_sha256, self.files)).encode()).hexdigest()
        return _file_sha256(self.path) if self.path else sha256(b"").hexdigest()


@dataclass(frozen=True)
class Submission:
    """One student's work on one assignment, put back onto the released notebook.

    `sha256` covers what is run and where the grade cells stand in it: saving a notebook again,
    running it or writing prose does not change it. Where the assignment has several notebooks,
    `notebook` is all of them in a row, `absent` says of which there is nothing to grade, and why,
    `extra` names the files that are none of them, and `files` the file of each, without .ipynb.
    `other` is the variant whose notebook it was, where that is not the student's own.
    """

    student: str
    assignment: str
    sha256: str
    notebook: NotebookNode = field(repr=False)
    _stubs: frozenset[tuple[str, str]] = field(repr=False, default=frozenset())
    _given: tuple[CodeCell, ...] = field(repr=False, default=())
    absent: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, compare=False)
    other: str = field(default="", compare=False)

    def cells_before(self, grade_id: str) -> tuple[CodeCell, ...]:
        """Return the cells to run for one grade cell: all code above it but checks and demos.

        Before them stands one with what the released notebook imports (submission/given.py).
        A stub that nobody edited is left out when a cell of the student's own defines its name.
        Raises ValueError when the notebook has no such grade cell.
        """
        wanted = nbgrader_id(grade_id)
        above: list[tuple[str, PlainCell]] = []
        for name, cell in named_cells(self.notebook):
            if cell.grade_id == wanted:
                return (*self._given, *self._runnable(above))
            if _is_run(cell):
                above.append((name, cell))
        raise ValueError(f"the notebook of {self.assignment} has no grade cell {grade_id}")

    def absence(self, grade_id: str) -> tuple[str, str] | None:
        """Return the file that one grade cell is of and why it is not there, None where it is."""
        wanted = nbgrader_id(grade_id)
        for cell in plain_cells(self.notebook) if self.absent else ():
            if cell.grade_id == wanted and cell.notebook in self.absent:
                return f"{cell.notebook}.ipynb", self.absent[cell.notebook]
        return None

    @property
    def left_out(self) -> tuple[CodeCell, ...]:
        """Return the code cells that are not run, by a tag of the student's or of the handout's."""
        return tuple(
            CodeCell(cell.cell_id, name, cell.source)
            for name, cell in named_cells(self.notebook)
            if cell.kind == "code" and not cell.receives and cell.tags & NOT_RUN
        )

    def _runnable(self, above: list[tuple[str, PlainCell]]) -> Iterator[CodeCell]:
        written = [cell for _, cell in above if not self._is_stub(cell)]
        defined = {name for cell in written for name in _defined_names(cell.source)}
        for name, cell in above:
            if self._is_stub(cell) and defined.issuperset(_defined_names(cell.source)):
                continue
            yield CodeCell(cell.cell_id, name, cell.source)

    def _is_stub(self, cell: PlainCell) -> bool:
        return (cell.grade_id, cell.text) in self._stubs


def find_submissions(
    root: Path, assignment: str, students: str = "*", notebooks: Sequence[str] = ()
) -> list[Entry]:
    """Find what is handed in as `root/<student>/<assignment>/*.ipynb`, ordered by student.

    `students` is a glob of their names, which are spelt in one way (NFC) whatever the disk has;
    `notebooks`, the names of the assignment's notebooks, if it is not one of its own name. Of a
    single one, the file of its name is preferred; a folder with another single notebook is as
    good; else the entry has an error that says so. Of several, all files are taken.
    """
    names = tuple(notebooks) or (assignment,)
    folders = sorted(root.glob("*/"))
    counts = Counter(one_spelling(folder.name) for folder in folders)
    entries: list[Entry] = []
    for folder in folders:
        name = one_spelling(folder.name)
        student = name if counts[name] == 1 else folder.name  # two are two, whatever their names
        place = folder / assignment
        wanted = fnmatch(name, one_spelling(students)) and not name.startswith(".")
        if wanted and place.is_dir():
            entries.append(entry_in(place, student, names))
    return sorted(entries, key=lambda entry: entry.student)


def read_submission(
    entry: Entry,
    released: NotebookNode,
    assignment: str,
    max_mb: int,
    variants: Variants | None = None,
) -> Submission:
    """Read a submitted notebook of at most `max_mb` megabytes and rebuild it on `released`.

    Args: `variants`, where students have some. Raises SubmissionError with a sentence for the
    student when the file cannot be graded, and its UnreadError when that is no fault of theirs.
    """
    if entry.error or entry.path is None:
        raise entry.error or SubmissionError("No notebook was handed in.")
    if names_in(released):
        given = read_several(entry.files or (entry.path,), released, max_mb)
    else:
        given = Given(tuple(read_cells(entry.path, max_mb)))
    rebuilt = rebuilt_from(released, given.cells)
    made = _submission(rebuilt, released, entry.student, assignment, given.absent)
    other = variants.told_in(rebuilt, given.cells) if variants else ""
    return replace(made, absent=given.absent, extra=given.extra, files=given.files, other=other)


def submission_of(
    notebook: NotebookNode | dict[str, Any], released: NotebookNode, student: str, assignment: str
) -> Submission:
    """Rebuild a notebook that was read already; a rebuilt one gives the same Submission again."""
    return _submission(rebuild(released, notebook), released, student, assignment)


def _submission(
    rebuilt: NotebookNode,
    released: NotebookNode,
    student: str,
    assignment: str,
    absent: Mapping[str, str] | None = None,
) -> Submission:
    stubs = frozenset((c.grade_id, c.text) for c in plain_cells(released) if c.solution)
    given = given_imports(released)
    return Submission(student, assignment, _run_sha256(rebuilt, absent), rebuilt, stubs, given)


def entry_in(folder: Path, student: str, names: Sequence[str]) -> Entry:
    """Return what lies in a student's folder; `names` are those of the assignment's notebooks."""
    there = sorted(p for p in folder.glob("*.ipynb") if p.is_file() and p.name[0] != ".")
    wanted = [f"{name}.ipynb" for name in names]
    # What lays out a variant is no answer, unless there is nothing else.
    given = [path for path in there if path.name != f"{START}.ipynb" or path.name in wanted]
    found = given or there
    named = sorted((p for p in found if p.name in wanted), key=lambda p: wanted.index(p.name))
    if len(wanted) > 1 and found:
        files = (*named, *(path for path in found if path not in named))
        return Entry(student, files[0], files=files)
    if named or len(found) == 1:
        return Entry(student, (named or found)[0])
    if not found:
        sentence = "There is no notebook (.ipynb) in what was handed in."
    else:
        shown = ", ".join(path.name for path in found[:5])
        sentence = f"Several notebooks were handed in, none named {wanted[0]}: {shown}."
    return Entry(student, None, SubmissionError(f"{sentence} Hand in {' and '.join(wanted)}."))


def _is_run(cell: PlainCell) -> bool:
    """Say whether grading runs a cell; grade cells hold comments only."""
    return cell.kind == "code" and not cell.receives and not cell.tags & NOT_RUN and bool(cell.text)


def _run_sha256(rebuilt: NotebookNode, absent: Mapping[str, str] | None) -> str:
    """Hash what is run, in order, with a mark where each grade cell stands, and what is absent."""
    run: list[tuple[str, str]] = []
    until_last_grade: list[tuple[str, str]] = []
    for cell in plain_cells(rebuilt):
        if cell.receives:
            run.append((cell.grade_id, ""))
            until_last_grade = list(run)
        elif _is_run(cell):
            run.append((cell.grade_id, cell.source))
    digest = sha256(json.dumps(until_last_grade).encode())
    if absent:
        digest.update(json.dumps({name: str(why) for name, why in absent.items()}).encode())
    return digest.hexdigest()


def _file_sha256(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as file:
            left = _MOST_HASHED
            while left > 0 and (block := file.read(min(left, 1 << 20))):
                digest.update(block)
                left -= len(block)
            if not left:
                digest.update(f"\0{os.fstat(file.fileno()).st_size}".encode())
    except OSError:
        return sha256(b"").hexdigest()
    return digest.hexdigest()


def _defined_names(source: str) -> set[str]:
    return {a or b for a, b in _DEFINED.findall(source)}
