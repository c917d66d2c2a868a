"""Answers that a person reads: their cells, and the rubrics that stay with who grades.

A rubric is `solutions/<assignment>/<name>.md`. It stands in the cell of nbgrader's source notebook,
between the marks of a solution, and a build cuts it out.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.config import Course
from autograder.course.solutions import BEGIN, END
from autograder.errors import TemplateError
from autograder.handout.cells import code_cell, nbgrader_table, number, worth_of
from autograder.text.decoding import decoded
from autograder.text.i18n import Language, said
from autograder.text.nearest import hint


def rubric_path(course: Course, assignment: str, name: str) -> Path:
    """Return the file of what a written answer is read by, if there is one."""
    return course.root / "solutions" / assignment / f"{name}.md"


def rubrics_of(course: Course, assignment: str) -> dict[str, str]:
    """Return the rubric of each written answer, "" where none is; raises TemplateError."""
    found: dict[str, str] = {}
    for name in course.assignment(assignment).written:
        path = rubric_path(course, assignment, name)
        try:
            found[name] = decoded(path.read_bytes()).strip() if path.is_file() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"{path}: it cannot be read: {error}. Save it as UTF-8.") from error
        if BEGIN in found[name] or END in found[name]:
            raise TemplateError(
                f"{path}: a rubric is hidden as a whole. Leave out the marks {BEGIN} and {END}."
            )
    return found


def require_written(assignment: Assignment, name: str, points: float | None) -> None:
    """Raise TemplateError unless course.toml has the written answer, with these points if any."""
    place = f"[assignments.{assignment.name}.exercises]"
    table = assignment.tables.get(name)
    if table is None or not table.written:
        near = hint(name, assignment.written) if table is None else ""
        worth = points or (table.points if table else None) or 5
        line = f"{name} = {{ points = {number(worth)}, written = true }}"
        raise TemplateError(
            f"course.toml has no written answer {name!r}. {near}{' ' if near else ''}Its points "
            f"stand there: write {line} in {place}"
        )
    if points is not None and points != table.worth:
        raise TemplateError(
            f"written({name!r}) says {points:g} points, and course.toml {table.worth:g}. Leave "
            f"them out here: those in {place} count"
        )


def written_cell(
    assignment: Assignment, name: str, rubric: str, code: bool, language: Language
) -> dict[str, Any]:
    """Return the cell in which a student writes an answer, with the rubric that a build cuts out.

    It is nbgrader's manually graded one. As everywhere, its points are what it adds to the maximum.
    """
    worth = worth_of(assignment, name)
    if code:
        start = said(
            "Write your code in place of this line ({worth}; a person reads it).", worth=worth
        )
    else:
        start = said(
            "Write your answer in place of this line ({worth}; a person reads it).", worth=worth
        )
    told = rubric or f"No rubric yet: solutions/{assignment.name}/{name}.md is the place for one."
    hidden = [f"### {BEGIN}", *told.split("\n"), f"### {END}"]
    if code:
        hidden = [line if line.startswith("#") else f"# {line}".rstrip() for line in hidden]
    mark = "# " if code else ""
    source = "\n".join([f"{mark}{language.word(start)}", *hidden])
    points = assignment.points[name]
    nbgrader = nbgrader_table(name, grade=True, solution=True, points=points)
    if code:
        return code_cell(source, nbgrader=nbgrader)
    return {"cell_type": "markdown", "metadata": {"nbgrader": nbgrader}, "source": source}


def is_written(nbgrader: Mapping[str, Any]) -> bool:
    """Say by nbgrader's metadata whether a cell holds an answer that a person reads."""
    return bool(nbgrader.get("grade") and nbgrader.get("solution"))


def without_rubric(source: str) -> str:
    """Return what students get of a written cell: all outside of the marks of a solution."""
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if BEGIN in line or END in line:
            inside = BEGIN in line
        elif not inside:
            kept.append(line)
    return "\n".join(kept).strip("\n")
