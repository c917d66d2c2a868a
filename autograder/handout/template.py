"""A handout (Jinja2 over jupytext Markdown) and its solutions → nbgrader's source notebook.

In a handout only `{{ expression }}` is special. Statements are `<% … %>` and comments `<# … #>`,
because Jinja's usual `{%` and `{#` are ordinary LaTeX; a formula that needs two braces in a row
writes `{ {`. The handout in the course's language, `assignment.<language>.md.j2`, is taken where
there is one. A handout may use:

    {{ exercise("masks") }}              all cells of an exercise: solutions, self-check, grade
    {{ solution("masks.causal_mask") }}  the cell in which the student writes that name
    {{ self_check("masks") }}            the cell that runs the visible checks
    {{ grade("masks") }}                 the locked cell that receives points and findings
    {{ written("essay") }}               an answer that a person reads; with code=True, of code
    {{ points("masks") }}, {{ total_points }}, {{ title }}, {{ term }}, {{ due }}
    {{ holes("masks") }}, {{ lines("masks") }}  what there is to write, counted in the reference
    {{ names }}                          all names that the exercises ask for, as a Python tuple
    {{ p.image_size }}                   a parameter of course.toml
    {{ training("nade").steps }}         of its table in course.toml, also .batch_size,
                                         .learning_rate and .optimiser
    {{ source("worker.training.train_by_protocol") }}   the text of any function of autograder
    {{ language }}, {{ direction }}      such as "he" and "rtl", for <div dir="{{ direction }}">
"""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import jupytext
from nbformat import NotebookNode, from_dict

from autograder.checking.protocol import Protocol
from autograder.course.config import Assignment, Course
from autograder.course.seconds import USUAL
from autograder.course.solutions import Definition, cut, definitions, solution_namespace
from autograder.errors import TemplateError
from autograder.handout.cells import (
    code_cell,
    grade_cell,
    identify,
    number,
    self_check_cell,
    solution_cell,
)
from autograder.handout.recordable import require_recordable
from autograder.handout.written import require_written, rubrics_of, written_cell
from autograder.text.i18n import ENGLISH, direction_of, language_of
from autograder.text.nearest import hint, meant
from autograder.times.dates import said_date

__all__ = ["handout_path", "solution_namespace", "source_notebook"]

_PLACE = "autograder_cell"


def handout_path(course: Course, assignment: str) -> Path:
    """Return the file of an assignment's handout."""
    return course.handout(assignment)


def source_notebook(course: Course, assignment: str) -> NotebookNode:
    """Render a handout as the notebook that nbgrader's generate_assignment starts from.

    The same files give the same notebook to the byte. Raises TemplateError naming file, line and
    remedy when the handout or a solution is not as it must be.
    """
    path = handout_path(course, assignment)
    solutions = definitions(course, assignment)

    def limits(exercise: str) -> tuple[int, ...]:
        own = course.limits_of(assignment, exercise)
        return own.call_seconds, own.idle_seconds, own.cpu_seconds

    rubrics = rubrics_of(course, assignment)
    language = course.course.language
    handout = _Handout(course.assignment(assignment), solutions, rubrics, language, limits)
    try:
        rendered = jupytext.reads(_text(path, handout.context(course)), fmt="md")
    except (ValueError, KeyError) as error:
        raise TemplateError(f"{path}: it is not jupytext Markdown: {error}.") from error
    cells = [
        _plain(cell, path) if _PLACE not in cell.metadata else handout.cells[cell.metadata[_PLACE]]
        for cell in rendered.cells
    ]
    _require_order(path, handout, [cell.metadata.get(_PLACE) for cell in rendered.cells])
    require_recordable(path, course.assignment(assignment), cells)
    identify(cells)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return from_dict(notebook)  # type: ignore[no-any-return]


@dataclass
class _Handout:
    """The cells that a handout may ask for, by key, and the functions that ask for them."""

    assignment: Assignment
    solutions: Mapping[str, tuple[Definition, ...]]
    rubrics: Mapping[str, str]
    language: str
    limits: Callable[[str], tuple[int, ...]]  # of an exercise, in the order of Seconds
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for exercise in self.assignment.exercises:
            for definition in self.solutions[exercise]:
                self.cells[definition.key] = solution_cell(definition)
            for key, cell in self._fixed_cells(exercise):
                if key in self.cells:
                    raise TemplateError(
                        f"The solution of {self.assignment.name}/{exercise} defines "
                        f"{key.partition('.')[2]}, a name that is kept for a cell. Rename it."
                    )
                self.cells[key] = cell

    def _fixed_cells(self, exercise: str) -> Iterator[tuple[str, dict[str, Any]]]:
        key = f"{self.assignment.name}/{exercise}"
        shown_in = language_of(self.language)
        given: dict[str, Any] = {} if shown_in == ENGLISH else {"language": self.language}
        if self.limits(exercise) != USUAL:
            given["limits"] = self.limits(exercise)
        if protocol := self.assignment.training.get(exercise):
            given["training"] = protocol.given
        check = self_check_cell(key, {**given, **self.assignment.parameters}, shown_in)
        yield f"{exercise}.self_check", check
        yield f"{exercise}.grade", grade_cell(self.assignment, exercise, shown_in)

    def context(self, course: Course) -> dict[str, Any]:
        return {
            "solution": self.solution,
            "self_check": self.self_check,
            "grade": self.grade,
            "exercise": self.exercise,
            "written": self.written,
            "points": lambda exercise: number(self.assignment.worth[self._any(exercise)]),
            "lines": lambda exercise: sum(self._holes(exercise)),
            "holes": lambda exercise: len(self._holes(exercise)),
            "names": tuple(one.name for each in self.solutions.values() for one in each),
            "source": _source,
            "p": dict(self.assignment.parameters),
            "training": self.training,
            "title": self.assignment.title,
            "term": course.course.term,
            "total_points": number(self.assignment.max_points),
            "due": language_of(self.language).word(said_date(self.assignment.due)),
            "language": self.language,
            "direction": direction_of(self.language),
        }

    def _known(self, exercise: str) -> str:
        if exercise not in self.solutions:
            raise TemplateError(
                f"there is no exercise {exercise!r} in {self.assignment.name}. "
                f"{hint(exercise, self.solutions)}"
            )
        return exercise

    def training(self, exercise: str) -> Protocol:
        found = self.assignment.protocol_of(self._known(exercise))
        if found is None:
            table = f"[assignments.{self.assignment.name}.training.{exercise}]"
            raise TemplateError(f"course.toml has no {table}")
        return found

    def _holes(self, exercise: str) -> list[int]:
        """Return the lines of each hole of an exercise, as the reference fills it."""
        solutions = self.solutions[self._known(exercise)]
        return [lines for solution in solutions for lines in solution.holes]

    def _any(self, exercise: str) -> str:
        """Return the name of an exercise, whoever reads it; raises TemplateError."""
        if exercise not in self.assignment.tables:
            self._known(exercise)
        return exercise

    def solution(self, key: str) -> str:
        exercise, _, name = key.partition(".")
        names = [definition.name for definition in self.solutions[self._known(exercise)]]
        if name not in names:
            raise TemplateError(f"there is no solution {key!r}. {hint(key, names)}")
        return _place(key)

    def self_check(self, exercise: str) -> str:
        return _place(f"{self._known(exercise)}.self_check")

    def grade(self, exercise: str) -> str:
        return _place(f"{self._known(exercise)}.grade")

    def written(self, name: str, points: float | None = None, code: bool = False) -> str:
        require_written(self.assignment, name, points)
        shown_in = language_of(self.language)
        self.cells[name] = written_cell(self.assignment, name, self.rubrics[name], code, shown_in)
        return _place(name)

    def exercise(self, exercise: str) -> str:
        if exercise in self.assignment.written:
            return self.written(exercise)
        pieces = self.solutions[self._known(exercise)]
        solutions = [self.solution(definition.key) for definition in pieces]
        return "".join([*solutions, self.self_check(exercise), self.grade(exercise)])


def _place(key: str) -> str:
    """Return the fence that jupytext turns into a cell, to be filled when the Markdown is read.

    The source itself does not go through Markdown, where a fence in a docstring would end it.
    """
    return f'\n```python {_PLACE}="{key}"\n# {key}\n```\n'


def _text(path: Path, context: Mapping[str, Any]) -> str:
    """Render the template; whatever is wrong with it becomes a TemplateError with its line."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(path.parent, encoding="utf-8-sig"),
        undefined=jinja2.StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=False,  # noqa: S701 - it makes Markdown and code, no HTML
    )
    try:
        return environment.get_template(path.name).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(
            f"{path}, line {error.lineno}: {error.message}. "
            f"If this is a formula, put a space between its two braces: {{ {{."
        ) from error
    except (jinja2.TemplateError, TemplateError, TypeError, UnicodeDecodeError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((f", line {f.lineno}" for f in frames[::-1] if f.filename == str(path)), "")
        remedy = "Fix it there."
        if isinstance(error, jinja2.UndefinedError):
            wrong = re.search(r"has no attribute '(\w+)'", str(error))
            near = meant(wrong[1], context["p"]) if wrong else ""
            remedy = "Check its spelling; parameters (p.…) come from course.toml."
            remedy = f"Did you mean {near}? {remedy}" if near else remedy
        raise TemplateError(f"{path}{line}: {str(error).rstrip('.')}. {remedy}") from error


def _source(name: str) -> str:
    """Return the text of a function of this package: students have it, so it is no secret."""
    *parts, function = name.removeprefix("autograder.").split(".")
    path = Path(__file__).parent.parent.joinpath(*parts[:-1], f"{parts[-1] if parts else ''}.py")
    if not all(map(str.isidentifier, parts)) or not path.is_file():
        raise TemplateError(
            f"there is no source {name!r}. Name a function of autograder with its module, such as "
            f"worker.training.train_by_protocol."
        )
    return cut(path, function)


def _plain(cell: NotebookNode, path: Path) -> dict[str, Any]:
    """Return a cell of the handout's own without what jupytext notes for itself."""
    if cell.cell_type == "code" and cell.source.startswith("%%"):
        raise TemplateError(
            f"{path}: the fence ```{cell.source[2:].split()[0]} would become a code cell of "
            f"another language. Indent its lines by four spaces, or write ```text."
        )
    ours = {
        k: v for k, v in cell.metadata.items() if k not in ("lines_to_next_cell", "cell_marker")
    }
    if cell.cell_type == "code":
        return {**code_cell(cell.source), "metadata": ours}
    return {"cell_type": cell.cell_type, "metadata": ours, "source": cell.source}


def _require_order(path: Path, handout: _Handout, keys: list[str | None]) -> None:
    """Raise TemplateError unless each cell stands there once, grade cells after their solutions."""
    for key in handout.cells:
        exercise, _, name = key.partition(".")
        call = f'{name}("{exercise}")' if name in ("self_check", "grade") else f'solution("{key}")'
        call = call if name else f'written("{exercise}")'
        if keys.count(key) != 1:
            times = "twice or more" if key in keys else "nowhere"
            raise TemplateError(
                f"{path}: the cell {key} stands {times}. Write {{{{ {call} }}}} once, at the "
                f"beginning of a line and outside of any fence."
            )
    for exercise, solutions in handout.solutions.items():
        grade = keys.index(f"{exercise}.grade")
        for key in (solution.key for solution in solutions):
            if keys.index(key) > grade:
                raise TemplateError(
                    f'{path}: {{{{ grade("{exercise}") }}}} stands above {key}, so {key} could '
                    f"not be graded. Move it below."
                )
