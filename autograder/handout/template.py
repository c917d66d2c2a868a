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
    {{ supplied("flows/coupling.Affine") }}  a locked cell with an answer of another
                                         assignment, as `supplied` in course.toml allows
    {{ earlier() }}                      of several notebooks: the cell that runs those before this
    {{ points("masks") }}, {{ total_points }}, {{ title }}, {{ term }}, {{ due }}
    {{ holes("masks") }}, {{ lines("masks") }}  what there is to write, counted in the reference
    {{ names }}                          all names that the exercises ask for, as a Python tuple
    {{ p.image_size }}                   a parameter of course.toml
    {{ training("nade").steps }}         of its table in course.toml, also .batch_size,
                                         .learning_rate and .optimiser
    {{ source("worker.training.train_by_protocol") }}   the text of any function of autograder
    {{ images.side }}                    of its table `data`, else of the bundled digits; also
                                         .channels, .num_values, .train, .held_back, .path.name
    {{ stop("…") }}                      ends the build, and says why
    {{ notebook }}, {{ notebooks }}      this one's name, and those of all in their order
    {{ language }}, {{ direction }}      such as "he" and "rtl", for <div dir="{{ direction }}">

and two parts that are alike in every notebook; a file of that name beside the handout is taken in
place of ours:

    <% include "tools.md.j2" %>          the cell of small tools: check, refuses, when_ready, show;
                                         torch, Tensor and matplotlib's plt are imported before it
    <% set data = "digits.npz" %>        the cell that fetches the assignment's files where the
    <% include "alone.md.j2" %>          notebook lies alone, as on Colab, if `data` is not there
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode, from_dict

from autograder.checking.dataset import Dataset
from autograder.checking.protocol import Protocol
from autograder.course.assignment import Assignment
from autograder.course.config import Course
from autograder.course.dataset import images_of
from autograder.course.seconds import USUAL
from autograder.course.solutions import Definition, definitions, solution_namespace
from autograder.errors import TemplateError
from autograder.handout.cells import (
    code_cell,
    earlier_cell,
    grade_cell,
    identify,
    number,
    self_check_cell,
    solution_cell,
)
from autograder.handout.order import EARLIER, SUPPLIED, Page, require_order
from autograder.handout.recordable import require_recordable
from autograder.handout.rendering import FUNCTIONS, text_of
from autograder.handout.supplied import Supplies
from autograder.handout.variants import name_variant
from autograder.handout.written import require_written, rubrics_of, written_cell
from autograder.records.notebooks import joined
from autograder.text.i18n import ENGLISH, direction_of, language_of
from autograder.text.nearest import hint
from autograder.times.dates import said_date

__all__ = ["solution_namespace", "source_notebook", "source_notebooks"]
_PLACE = "autograder_cell"


def source_notebook(course: Course, assignment: str) -> NotebookNode:
    """Return the source notebooks of an assignment as one; raises as `source_notebooks`."""
    return joined(source_notebooks(course, assignment))


def source_notebooks(course: Course, assignment: str) -> dict[str, NotebookNode]:
    """Render the handouts as the notebooks that nbgrader's generate_assignment starts from.

    By their names, in their order. The same files give the same notebooks to the byte. Raises
    TemplateError naming file, line and remedy when a handout or a solution is not as it must be.
    """
    handouts, told = course.handouts(assignment), course.assignment(assignment)

    def limits(exercise: str) -> tuple[int, ...]:
        own = course.limits_of(assignment, exercise)
        return own.call_seconds, own.idle_seconds, own.cpu_seconds

    solutions, rubrics = definitions(course, assignment), rubrics_of(course, assignment)
    shown_in = language_of(course.course.language)
    names = [one.name for each in solutions.values() for one in each]
    supplies, images = Supplies(course, told, names, shown_in), images_of(course, assignment)
    handout = _Handout(told, solutions, rubrics, course.course.language, limits, supplies, images)
    pages = [_page(course, handout, name, path) for name, path in handouts.items()]
    require_order(pages, handout.cells, handout.solutions)
    made = {page.name: [_cell(handout, page, cell) for cell in page.cells] for page in pages}
    name_variant(told, made.values(), shown_in)
    require_recordable({page.path: made[page.name] for page in pages}, told)
    identify([cell for cells in made.values() for cell in cells])
    return {name: _notebook(cells) for name, cells in made.items()}


def _page(course: Course, handout: "_Handout", name: str, path: Path) -> Page:
    """Render one handout; raises TemplateError."""
    handout.notebook = name
    try:
        cells = jupytext.reads(text_of(path, handout.context(course)), fmt="md").cells
    except (ValueError, KeyError) as error:
        raise TemplateError(f"{path}: it is not jupytext Markdown: {error}.") from error
    return Page(name, path, tuple(cells), tuple(cell.metadata.get(_PLACE) for cell in cells))


def _cell(handout: "_Handout", page: Page, cell: NotebookNode) -> dict[str, Any]:
    place = cell.metadata.get(_PLACE)
    return _plain(cell, page.path) if place is None else handout.cells[place]


def _notebook(cells: list[dict[str, Any]]) -> NotebookNode:
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
    supplies: Supplies
    images: Dataset | None = None
    notebook: str = ""
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
        yield f"{exercise}.self_check", self._self_check_cell(exercise, ())
        yield f"{exercise}.grade", grade_cell(self.assignment, exercise, language_of(self.language))

    def _self_check_cell(self, exercise: str, earlier: Sequence[str]) -> dict[str, Any]:
        shown_in = language_of(self.language)
        given: dict[str, Any] = {} if shown_in == ENGLISH else {"language": self.language}
        if self.limits(exercise) != USUAL:
            given["limits"] = self.limits(exercise)
        if protocol := self.assignment.training.get(exercise):
            given["training"] = protocol.given
        if self.assignment.data and self.images:
            given["dataset"] = self.images.given
        if earlier:
            given["earlier"] = tuple(earlier)
        key = f"{self.assignment.name}/{exercise}"
        return self_check_cell(key, {**given, **self.assignment.parameters}, shown_in)

    @property
    def _before(self) -> tuple[str, ...]:
        """Return the notebooks that are to be done before the present one."""
        files = self.assignment.files
        return files[: files.index(self.notebook)]

    def context(self, course: Course) -> dict[str, Any]:
        return {
            "solution": self.solution,
            "self_check": self.self_check,
            "grade": self.grade,
            "exercise": self.exercise,
            "written": self.written,
            "earlier": self.earlier,
            "supplied": self.supplied,
            "notebook": self.notebook,
            "notebooks": self.assignment.files,
            "points": lambda exercise: number(self.assignment.worth[self._any(exercise)]),
            "lines": lambda exercise: sum(self._holes(exercise)),
            "holes": lambda exercise: len(self._holes(exercise)),
            "names": tuple(one.name for each in self.solutions.values() for one in each),
            **FUNCTIONS,
            "images": self.images,
            "exercises": tuple(self.assignment.exercises),
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
        key = f"{self._known(exercise)}.self_check"
        self.cells[key] = self._self_check_cell(exercise, self._before)
        return _place(key)

    def earlier(self) -> str:
        if not self._before:
            raise TemplateError(
                f"there is no notebook before {self.notebook}. Leave {{{{ earlier() }}}} out, or "
                f"say the order in notebooks = […] of course.toml"
            )
        key = f"{EARLIER} {self.notebook}"
        self.cells[key] = earlier_cell(self._before, language_of(self.language))
        return _place(key)

    def supplied(self, answer: str) -> str:
        key = f"{SUPPLIED} {self.notebook}: {answer}"
        if key not in self.cells:  # else it stands twice, which is told below
            self.cells[key] = self.supplies.cell(answer, self.notebook)
        return _place(key)

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
