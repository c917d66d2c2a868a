"""Imports of a notebook's cells: a module that is not here becomes an `Absent`, and says so later.

Where the code itself minds a failing import, within `try` or `suppress`, it fails as in Jupyter.
"""

import ast
import builtins
import linecache
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

from autograder.worker.absent import Absent

_MINDED = ("suppress", "raises")  # context managers that catch, by their names


def soften(namespace: Mapping[str, Any], spoken: Callable[[str], str]) -> None:
    """Have import statements of code in this namespace, in this process, go on without a module.

    `spoken` gives how messages call a cell of this file name. `importlib` and all imports of other
    code are as ever, and `sys.modules` holds nothing that is not there.
    """
    true = builtins.__import__

    def lenient(
        name: str,
        globals: Mapping[str, Any] | None = None,  # as Python itself names it
        locals: Mapping[str, Any] | None = None,
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        try:
            return true(name, globals, locals, fromlist, level)
        except ModuleNotFoundError as error:
            # With its parent here, the statement would bind that: torch, in `import torch.new`.
            parent = not fromlist and "." in name and error.name != name.partition(".")[0]
            if globals is not namespace or level or parent:
                raise
            asker = sys._getframe(1)
            if any(_is_minded(frame) for frame in _frames(asker, namespace)):
                raise
            place = f"{spoken(asker.f_code.co_filename)}, line {asker.f_lineno}"
            missing = error.name if isinstance(error.name, str) and error.name else name
        return Absent(missing, place)

    builtins.__import__ = lenient


def _frames(innermost: FrameType | None, namespace: Mapping[str, Any]) -> Iterator[FrameType]:
    """Return the frames of the notebook's own code, from the inside out."""
    frame = innermost
    while frame is not None:
        if frame.f_globals is namespace:
            yield frame
        frame = frame.f_back


def _is_minded(frame: FrameType) -> bool:
    """Say whether a frame stands where the code catches errors, or where that is not known."""
    source = "".join(linecache.getlines(frame.f_code.co_filename))
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return not source or any(low <= frame.f_lineno <= high for low, high in _minded(tree))


def _minded(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Return the lines of the bodies whose errors are caught."""
    for node in ast.walk(tree):
        catches = (isinstance(node, ast.Try | ast.TryStar) and node.handlers) or (
            isinstance(node, ast.With | ast.AsyncWith) and _suppresses(node)
        )
        if catches and isinstance(node, ast.Try | ast.TryStar | ast.With | ast.AsyncWith):
            yield node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno


def _suppresses(node: ast.With | ast.AsyncWith) -> bool:
    managers = (ast.unparse(item.context_expr) for item in node.items)
    return any(word in manager for manager in managers for word in _MINDED)
