"""A file of references as text: its top-level statements, cut out as they stand."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.errors import TemplateError
from autograder.text.decoding import decoded

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_PRAGMA = re.compile(r"[ \t]*# (?:type: ignore|noqa)\b[^\n#]*$", re.MULTILINE)


def statements(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each top-level statement with its text, without comments meant for linters.

    Of a definition, comments right above it, decorators and body. Raises TemplateError for a file
    that is no Python.
    """
    try:
        text = decoded(path.read_bytes())
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError) as error:
        raise TemplateError(f"{path}: this is not Python that can be read: {error}.") from error
    lines = text.splitlines()
    for node in tree.body:
        first, end = _span(node, lines)
        yield node, _PRAGMA.sub("", "\n".join(lines[first:end]))


def top_level(path: Path) -> Iterator[tuple[Defined, str]]:
    """Yield each top-level function and class with its text; raises as `statements`."""
    for node, text in statements(path):
        if isinstance(node, Defined):
            yield node, text


def cut(path: Path, name: str) -> str:
    """Return the text of one top-level definition of a file, without comments meant for linters."""
    for node, source in top_level(path):
        if node.name == name:
            return source
    raise TemplateError(f"{path}: there is no top-level {name}. Check the name.")


def _span(node: ast.stmt, lines: Sequence[str]) -> tuple[int, int]:
    """Return the first line of a statement's text and the one after its last, counted from 0."""
    if not isinstance(node, Defined):
        return node.lineno - 1, node.end_lineno or node.lineno
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    end = node.end_lineno or node.lineno
    # Comments do not count for Python's own end of a body, and END SOLUTION is one.
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return first, end
