"""What must hold of a release before anybody sees it: stubs are Python, and no solution got out.

Of no assignment of the course: answers of the others may still be handed in, too.
"""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.solutions import BEGIN, END, definitions, regions
from autograder.errors import TemplateError
from autograder.handout.supplied import supplied_text
from autograder.handout.template import source_notebook
from autograder.handout.written import is_written, rubric_path, rubrics_of

# A shorter line (`return x`, `else:`) says nothing about a solution.
_TELLING = 12
# Visible checks compute facts by themselves, now and then in a short line that a solution has, too.
_TELLING_IN_CHECKS = 30
# A handout has lines that other assignments ask for, too, such as `with torch.no_grad():`.
_TELLING_OF_OTHERS = 22


def require_sound(course: Course, assignment: str, folder: Path) -> None:
    """Raise TemplateError when a stub is no Python, or when a line of a solution got out."""
    main = [folder / f"{name}.ipynb" for name in course.assignment(assignment).files]
    notebooks: list[NotebookNode] = [nbformat.read(path, as_version=4) for path in main]
    found = [cell for notebook in notebooks for cell in notebook.cells]
    for cell in found:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("solution") and not is_written(nbgrader):
            _require_python(cell)
    checks = course.checks(assignment).name
    files = [path for path in folder.rglob("*") if path.is_file() and path not in main]
    others = [path for path in files if path.relative_to(folder).parts[0] != checks]
    cells = "\n".join(cell.source for cell in found)
    solutions = [d.source for found in definitions(course, assignment).values() for d in found]
    rubrics = rubrics_of(course, assignment).values()
    solutions += [f"{BEGIN}\n{rubric}\n{END}" for rubric in rubrics]
    public = _public(course, assignment)
    beside = "\n".join(map(_text, others))
    leaked = leaked_lines(f"{cells}\n{beside}", solutions, public)
    asked = "\n".join(_text(path) for path in (folder / checks).rglob("*") if path.is_file())
    in_checks = leaked_lines(asked, solutions, public)
    leaked += [line for line in in_checks if len(line) >= _TELLING_IN_CHECKS]
    if leaked:
        raise TemplateError(
            f"The release of {assignment} would show {len(leaked)} line(s) of the solutions, "
            f"the first is: {leaked[0]}. Look where it comes from; nothing was released."
        )
    texts = ((cells, _TELLING_OF_OTHERS), (beside, _TELLING), (asked, _TELLING_IN_CHECKS))
    _require_none_of_others(course, assignment, texts)


def _require_none_of_others(
    course: Course, assignment: str, released: Iterable[tuple[str, int]]
) -> None:
    """Raise TemplateError for a line of another assignment's solutions that is not supplied.

    Args: `released`, texts, each with the characters from which on a line is telling there.
    """
    allowed = supplied_text(course, assignment)
    others = [name for name in course.assignments if name != assignment]
    for (text, telling), other in product(released, others):
        solutions, public = _of_other(course, other)
        found = leaked_lines(text, solutions, f"{public}\n{allowed}")
        leaked = [line for line in found if len(line) >= telling]
        if leaked:
            raise TemplateError(
                f"The release of {assignment} would show {len(leaked)} line(s) of the solutions of "
                f"{other}, the first is: {leaked[0]}. Write it otherwise, or hand the answer out "
                f"by supplied = […] in [assignments.{assignment}]; nothing was released."
            )


def _of_other(course: Course, name: str) -> tuple[list[str], str]:
    """Return an assignment's solutions with its rubrics, and what its handouts show, as text.

    As it stands: an answer that is still being written, and is no Python yet, counts as well.
    """
    folder = course.root / "solutions" / name
    solutions = [_plain(path) for path in sorted(folder.rglob("*.py"))]
    rubrics = [rubric_path(course, name, one) for one in course.assignment(name).written]
    solutions += [f"{BEGIN}\n{_plain(path)}\n{END}" for path in rubrics if path.is_file()]
    return solutions, "\n".join(map(_plain, course.handouts(name).values()))


def _plain(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def _text(path: Path) -> str:
    """Return a file's text; of a notebook, what its cells hold and have shown."""
    text = _plain(path)
    if path.suffix == ".ipynb":
        with suppress(ValueError):  # else it is text as any other
            return "\n".join(_strings(json.loads(text)))
    return text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _strings(item))
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)  # lines
        else:
            yield from (text for item in value for text in _strings(item))


def _public(course: Course, assignment: str) -> str:
    """Return all text that the handout itself shows, which an author chose to show."""
    cells = source_notebook(course, assignment).cells
    return "\n".join(c.source for c in cells if not c.metadata.get("nbgrader", {}).get("solution"))


def _require_python(cell: NotebookNode) -> None:
    """Raise TemplateError unless a stub is one definition, as its solution was."""
    try:
        sound = len(ast.parse(cell.source).body) == 1
    except SyntaxError:
        sound = False
    if not sound:
        raise TemplateError(
            f"The stub of {cell.metadata.nbgrader.grade_id} would not be one definition any more. "
            f"Indent its solution markers like the code that they hide."
        )


def leaked_lines(released: str, solutions: Iterable[str], public: str = "") -> list[str]:
    """Return the lines of solution regions that stand in a released text.

    Not counted: lines under 12 characters, and those that also stand outside of all regions or
    in `public`, the handout itself, where somebody put them on purpose.
    """
    hidden: list[str] = []
    for source in solutions:
        secret, shown = regions(source)
        hidden += [line.strip() for line in secret]
        public += "\n" + "\n".join(shown)
    telling = [line for line in dict.fromkeys(hidden) if len(line) >= _TELLING]
    return [line for line in telling if line in released and line not in public]
