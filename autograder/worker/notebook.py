"""Runs the code cells of a notebook one by one, as its kernel would, without a kernel."""

import builtins
import io
import sys
import types
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.worker.exceptions import spoken, told
from autograder.worker.imports import soften
from autograder.worker.pictures import Pictures
from autograder.worker.shell import Shell
from autograder.worker.statements import Ended


@dataclass(frozen=True)
class CellOutput:
    """What came of one cell; `error` is "" when it ran to its end."""

    stdout: str
    error: str
    pictures: list[bytes]


class Printed(io.TextIOBase):
    """A text file that keeps the first characters written to it and counts the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = 0
        self._lost = 0

    def limit(self, characters: int) -> None:
        """Forget what was printed and keep so many more characters."""
        self._parts, self._room, self._lost = [], characters, 0

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if not isinstance(text, str):
            raise TypeError(f"write() needs a str, not a {type(text).__name__}")
        kept = str.__getitem__(text, slice(self._room))
        if kept:
            self._parts.append(kept)
            self._room -= len(kept)
        self._lost += len(text) - len(kept)
        return len(text)

    def writable(self) -> bool:
        """Say yes."""
        return True

    def take(self) -> str:
        """Return what was kept, with a line that says how much was cut, and keep no more."""
        text = "".join(self._parts).encode("utf-8", "replace").decode("utf-8")
        cut = f"\n… {self._lost} more characters were cut." if self._lost else ""
        self.limit(0)
        return text + cut


_warm: list[Shell] = []


def warm_up() -> None:
    """Make the shell of the one notebook that each child of this process will run."""
    _warm.append(_new_shell())


def _new_shell() -> Shell:
    return Shell(types.ModuleType("__main__"))


class Notebook:
    """The namespace in which a submission's cells run, and all that a kernel would lend it.

    Args: `before`, called with each cell's source before it runs.
    """

    def __init__(self, before: Callable[[str], None] | None = None) -> None:
        self.names: set[str] = set()
        self._before = before
        self._printed = Printed()
        self._pictures = Pictures()
        self._shell = _warm.pop() if _warm else _new_shell()
        self._shell.keep_figure = self._pictures.keep
        self.steps = self._shell.steps
        self.namespace: dict[str, Any] = self._shell.user_ns

    def install(self) -> None:
        """Make this the main module of the process, and its output go here."""
        sys.modules["__main__"] = self._shell.user_module
        sys.stdout = sys.stderr = self._printed
        builtins.input = _no_input
        soften(self.namespace, spoken)
        self._shell.install()
        self._pictures.install()

    def run(self, source: str, name: str, characters: int, count: int, size: int) -> CellOutput:
        """Run one cell; whatever it raises is told in the result.

        Args: `name`, what tracebacks call the cell; `characters`, most that it may print;
        `count` and `size`, most pictures it may draw and their bytes together.
        """
        self.names.add(name)
        self._printed.limit(characters)
        self._pictures.limit(count, size)
        with redirect_stdout(self._printed), redirect_stderr(self._printed):
            error = self._caught(source, name)
        pictures = self._pictures.take()
        self._pictures.limit(0, 0)  # what the code draws when it is asked later is not kept
        return CellOutput(self._printed.take(), error, pictures)

    def _caught(self, source: str, name: str) -> str:
        error = ""
        _see_new_files()
        try:
            if self._before is not None:
                self._before(source)
            raised = self._shell.execute(source, name)
            # What comes next, where it has ended, has killed a process before.
            error = "" if raised is None or isinstance(raised, Ended) else told(raised, self.names)
        except BaseException as raised:  # the student's code: what it has made of the shell
            error = told(raised, self.names)
        try:
            self._pictures.keep_open()
        except BaseException as raised:  # figures may hold the student's own classes
            error = error or told(raised, self.names)
        return error


def _see_new_files() -> None:
    """Have a module found that the cell before has just written: folders are read once a tick."""
    finder: Any = sys.path_importer_cache.get(str(Path.cwd()))
    if finder is not None:
        finder.invalidate_caches()


def _no_input(prompt: object = "") -> str:
    """Stand in for input()."""
    raise RuntimeError(
        "input() has nobody to ask while grading: write the value into your code instead"
    )
