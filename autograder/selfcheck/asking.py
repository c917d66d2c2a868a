"""The self-check cells of a notebook: which exercise each asks about, and with what."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.selfcheck.cells_of import code_cells
from autograder.text.nearest import hint


@dataclass(frozen=True)
class Asking:
    """One self-check cell: the exercise it asks about, and the parameters of the course."""

    key: str
    parameters: dict[str, Any]

    @property
    def exercise(self) -> str:
        """Return the exercise's own name, such as `masks`."""
        return self.key.rpartition("/")[2]

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return the notebooks that come before its own."""
        return tuple(self.parameters.get("earlier", ()))


def asking_of(source: str) -> Asking | None:
    """Read the call of `self_check` in a cell, None where there is none."""
    if "self_check(" not in source:
        return None
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None  # with magics in it, it is not the cell that was handed out
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "self_check":
            try:
                given = {str(k.arg): ast.literal_eval(k.value) for k in node.keywords}
                return Asking(str(ast.literal_eval(node.args[0])), given)
            except (ValueError, IndexError):
                return None
    return None


def asked_in(path: Path) -> dict[str, Asking]:
    """Return the self-checks of a notebook by their exercises; raises SubmissionError."""
    found = (asking_of(cell.source) for cell in code_cells(path))
    return {one.exercise: one for one in found if one is not None}


def notebooks_in(folder: Path, exercises: Sequence[str]) -> list[Path]:
    """Return the notebooks of a folder that hold self-checks, in the order of their assignment.

    Args: `exercises`, those to ask, all when empty. Raises SubmissionError where there is none.
    """
    found = {path: asked_in(path) for path in sorted(folder.glob("[!.]*.ipynb"))}
    asking = {path: asked for path, asked in found.items() if asked}
    known = [name for asked in asking.values() for name in asked]
    if not asking:
        raise SubmissionError(
            f"{folder} holds no notebook with self-checks. Name the folder with the notebooks that "
            f"your course handed out, or one of them."
        )
    for name in exercises:
        if name not in known:
            raise SubmissionError(
                f"{folder}: no notebook has a self-check of {name}. {hint(name, known)}"
            )
    wanted = [path for path in asking if not exercises or asking[path].keys() & {*exercises}]
    return sorted(wanted, key=lambda path: max(len(one.earlier) for one in asking[path].values()))
