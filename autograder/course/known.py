"""Submissions with a known verdict: they test the grader, and make the demo's class.

Each is one file `<folder>/<assignment>/<exercise>/{right,wrong}_<what>.py` that defines some of the
exercise's names; names that it leaves out, and all other exercises, are the reference's.
"""

import ast
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.solutions import BEGIN, END, definitions
from autograder.errors import CourseError
from autograder.records.plaincell import nbgrader_id
from autograder.text.decoding import decoded

EXPECT, SAYS, KIND, VARIANTS = "# expect:", "# says:", "# kind:", "# variants:"


@dataclass(frozen=True)
class Known:
    """One file: what it is for, whether it is right, and which checks must fail if it is not.

    `says` is part of what a student must read then, and `kind`, how severe the mistake is;
    `variants`, in which of an assignment's variants it is that, () for all.
    """

    exercise: str
    name: str
    source: str
    right: bool
    expect: tuple[str, ...] = ()
    says: str = ""
    kind: str = ""
    variants: tuple[str, ...] = ()


def known_submissions(folder: Path, assignment: str) -> tuple[Known, ...]:
    """Read all known submissions of an assignment, ordered by exercise and name.

    Raises CourseError for a file that is named neither right_* nor wrong_*.
    """
    return tuple(_read(path) for path in sorted(folder.glob(f"{assignment}/*/*.py")))


def answer_sheet(
    course: Course, assignment: str, released: NotebookNode, known: Iterable[Known] = ()
) -> NotebookNode:
    """Fill the released notebook with the reference's answers, but for those of `known`."""
    instead = {submission.exercise: submission.source for submission in known}
    answers: dict[str, str] = {}
    for exercise, pieces in definitions(course, assignment).items():
        reference = {piece.key: without_markers(piece.source) for piece in pieces}
        if exercise in instead:
            reference = _replaced(reference, instead[exercise])
        answers |= reference
    return filled(released, answers)


def filled(released: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """Return a copy of the released notebook with these sources, by `masks.causal_mask` and
    such.
    """
    sources = {nbgrader_id(key): source for key, source in answers.items()}
    sheet = deepcopy(released)
    for cell in sheet.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in sources:
            cell.source = sources[grade_id]
    return sheet


def _read(path: Path) -> Known:
    source = decoded(path.read_bytes())
    verdict = path.stem.partition("_")[0]
    if verdict not in ("right", "wrong"):
        raise CourseError(f"{path}: name it right_*.py or wrong_*.py, by its known verdict.")
    heads = source.splitlines()[:4]
    expect, says, kind, own = (_after(mark, heads) for mark in (EXPECT, SAYS, KIND, VARIANTS))
    right, checks = verdict == "right", tuple(expect.split())
    known = path.parent.name, path.stem, source, right, checks, says, kind
    return Known(*known, tuple(own.split()))


def _after(mark: str, heads: Iterable[str]) -> str:
    return next((head.removeprefix(mark).strip() for head in heads if head.startswith(mark)), "")


def _replaced(reference: Mapping[str, str], source: str) -> dict[str, str]:
    """Put the whole file into the exercise's first cell; cells of names it defines say where."""
    defined = {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    answers = {
        key: "# written in the first cell of this exercise"
        if key.partition(".")[2] in defined
        else text
        for key, text in reference.items()
    }
    first = next(iter(reference))
    if answers[first] == reference[first]:
        source = f"{source}\n\n{reference[first]}"
    return {**answers, first: source}


def without_markers(source: str) -> str:
    """Return a solution's source without the lines that mark where a student's part begins."""
    lines = source.splitlines()
    return "\n".join(line for line in lines if BEGIN not in line and END not in line)
