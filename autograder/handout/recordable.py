"""What must hold of a notebook's cells for nbgrader to record a class that answers it.

nbgrader (nbgraderformat/v3.py, v3.json) checks some of it when it makes a release and some only
when it records a submission; of what it never checks, such as an unlocked task, the class is lost.
Its rules are written here again, since nbgrader takes seconds to be imported; a test asks both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.errors import TemplateError
from autograder.handout.cells import number

Cell = Mapping[str, Any]

_MOST_SHOWN = 60  # characters of a cell that has no name
_KEYS = ("grade", "solution", "locked", "task")
_MORE = ("schema_version", "grade_id", "points", "checksum", "cell_type")
_NAME = re.compile(r"[a-zA-Z0-9_\-]+")
SCHEMA_VERSION = 3


def require_recordable(handouts: Mapping[Path, Sequence[Cell]], assignment: Assignment) -> None:
    """Raise TemplateError, which names the cell, for one that nbgrader could not record.

    Names are of one cell in all handouts of the assignment.
    """
    seen: set[str] = set()
    for path, cell in ((path, cell) for path, cells in handouts.items() for cell in cells):
        nbgrader = cell["metadata"].get("nbgrader")
        if nbgrader is None:
            continue
        why = _fault(cell, nbgrader, seen) or _unknown(assignment, cell, nbgrader)
        if why:
            raise TemplateError(f"{path}: nbgrader could not record the cell {_name(cell)}: {why}")
        seen.add(nbgrader["grade_id"])
    paths = list(handouts)
    for name in assignment.written:
        if name not in seen:
            raise TemplateError(
                f"{paths[0] if len(paths) == 1 else paths[0].parent}: the written answer {name} "
                f'stands nowhere. Write {{{{ written("{name}") }}}} once, at the beginning of a '
                f"line and outside of any fence."
            )


def _name(cell: Cell) -> str:
    nbgrader = cell["metadata"]["nbgrader"]
    name = nbgrader.get("grade_id") if isinstance(nbgrader, Mapping) else ""
    first = str(cell["source"]).strip().split("\n")[0]
    return str(name or repr(first[:_MOST_SHOWN]))


def _fault(cell: Cell, nbgrader: Any, seen: set[str]) -> str:
    """Say what is wrong with a cell's metadata by itself, '' for nothing."""
    if not isinstance(nbgrader, Mapping):
        return "its nbgrader metadata is no table. Write it as nbgrader does."
    version = nbgrader.get("schema_version", 0)
    if version != SCHEMA_VERSION or isinstance(version, bool):
        return f"its schema_version is {version!r}. Write {SCHEMA_VERSION}."
    missing = [key for key in _KEYS if key != "task" and key not in nbgrader]
    if missing:
        return f"it says nothing of {missing[0]}. Write it as true or false."
    extra = [str(key) for key in nbgrader if key not in (*_KEYS, *_MORE)]
    if extra:
        return f"its metadata has a key {extra[0]!r}, which nbgrader does not know. Remove it."
    odd = [key for key in _KEYS if not isinstance(nbgrader.get(key, False), bool)]
    if odd:
        return f"its {odd[0]} is {nbgrader[odd[0]]!r}. Write true or false."
    grade_id = nbgrader.get("grade_id")
    if not grade_id or not isinstance(grade_id, str):
        return 'it has no grade_id. Give it a name of its own: "grade_id": "essay".'
    if not _NAME.fullmatch(grade_id):
        return "its grade_id may have letters without accents, digits, - and _ alone. Rename it."
    if grade_id in seen:
        return "another cell has the same grade_id. Rename one of them."
    return next(_broken_rules(cell, nbgrader), "")


def _broken_rules(cell: Cell, nbgrader: Mapping[str, Any]) -> Iterator[str]:
    grade, solution, locked, task = (bool(nbgrader.get(key)) for key in _KEYS)
    kind = cell["cell_type"]
    if (grade or task) and not _is_points(nbgrader.get("points")):
        yield 'it has no points. Write them as a number of 0 or more: "points": 5.'
    elif "points" in nbgrader and not _is_points(nbgrader["points"]):
        yield f"its points are {nbgrader['points']!r}, though it is not graded. Remove them."
    if task and kind != "markdown":
        yield "a task is a Markdown cell. Make it one."
    if task and (grade or solution):
        yield "a task is neither a grade nor a solution cell. Write false for both."
    if task and not locked:
        yield 'a task has to be locked. Write "locked": true.'
    if kind == "raw" and (grade or solution):
        yield "a raw cell cannot be graded. Make it Markdown or code."
    if kind == "markdown" and grade != solution and not task:
        yield (
            "a Markdown cell that is graded is an answer, too, and the other way round. Write "
            '"grade": true and "solution": true, or put {{ written(…) }} in its place.'
        )
    if solution and locked:
        yield 'nobody could answer in it, since it is locked. Write "locked": false.'
    if not task and nbgrader.get("cell_type", kind) != kind:
        yield f"its metadata says that it is {nbgrader['cell_type']!r}. Remove its cell_type."
    if "checksum" in nbgrader:
        yield "nbgrader itself writes its checksum. Remove it."
    if not (grade or solution or locked or task):
        yield "nothing is asked of it. Remove its nbgrader metadata."


def _is_points(value: object) -> bool:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return known and 0 <= float(value) < float("inf")  # type: ignore[arg-type]


def _unknown(assignment: Assignment, cell: Cell, nbgrader: Mapping[str, Any]) -> str:
    """Say why the points of a cell would stand in no total, '' where course.toml has them."""
    name = str(nbgrader["grade_id"])
    if not (nbgrader.get("grade") or nbgrader.get("task")):
        return ""
    by_check = nbgrader.get("grade") and not nbgrader.get("solution")
    if by_check and name.removesuffix("-grade") in assignment.exercises and name.endswith("-grade"):
        return ""
    place = f"[assignments.{assignment.name}.exercises]"
    points = number(float(nbgrader["points"]))
    if by_check:
        return (
            f"no exercise of course.toml has it, so no check would give its {points} points. Put "
            f"{{{{ grade(…) }}}} in its place, or {{{{ written(…) }}}} for a person's points."
        )
    if name not in assignment.written:
        return (
            f"its {points} points would be in no total. Add it to {place} in course.toml: "
            f"{name} = {{ points = {points}, written = true }}"
        )
    if float(nbgrader["points"]) != assignment.points[name]:
        return (
            f"it has {points} points, and {place} in course.toml {assignment.points[name]:g} for "
            f"it. Write the same."
        )
    return ""
