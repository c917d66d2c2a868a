"""Runs the code cells of a notebook one by one, as its kernel would, without a kernel."""

import __future__

import builtins
import io
import linecache
import re
import sys
import types
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from typing import Any

import IPython
import IPython.display
from IPython.core.inputtransformer2 import TransformerManager
from matplotlib.figure import Figure

from autograder.worker.faults import spoken, told
from autograder.worker.imports import soften
from autograder.worker.magics import Shell
from autograder.worker.pictures import Pictures
from autograder.worker.statements import Ended, Steps

# What IPython drops, though Python could read it as an annotation.
_PROMPT = re.compile(r"^\s*In \[", re.MULTILINE)
_FUTURES = [getattr(__future__, name) for name in __future__.all_feature_names]


@dataclass(frozen=True)
class Run:
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
        """Give what was kept, with a line that says how much was cut, and keep no more."""
        text = "".join(self._parts).encode("utf-8", "replace").decode("utf-8")
        cut = f"\n… {self._lost} more characters were cut." if self._lost else ""
        self.limit(0)
        return text + cut


class Notebook:
    """The namespace in which a submission's cells run, and all that a kernel would lend it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._printed = Printed()
        self._pictures = Pictures()
        manager: Any = TransformerManager  # IPython leaves it untyped
        self._transformer = manager()
        self._flags = 0
        self.steps = Steps()
        self._name = ""
        self._shell = Shell(self._execute)
        self._module = types.ModuleType("__main__")
        self.namespace: dict[str, Any] = self._module.__dict__
        self.namespace.update(get_ipython=lambda: self._shell, display=self._display)

    def install(self) -> None:
        """Make this the main module of the process, and its output go here."""
        sys.modules["__main__"] = self._module
        sys.stdout = sys.stderr = self._printed
        builtins.input = _no_input
        soften(self.namespace, spoken)
        IPython.get_ipython = self.namespace["get_ipython"]
        IPython.display.display = self._display
        self._pictures.install()

    def run(self, source: str, name: str, characters: int, count: int, size: int) -> Run:
        """Run one cell; whatever it raises is told in the result.

        Args: `name`, what tracebacks call the cell; `characters`, most that it may print;
        `count` and `size`, most pictures it may draw and their bytes together.
        """
        self.names.add(name)
        self._name = name
        self._printed.limit(characters)
        self._pictures.limit(count, size)
        with redirect_stdout(self._printed), redirect_stderr(self._printed):
            error = self._caught(source)
        pictures = self._pictures.take()
        self._pictures.limit(0, 0)  # what the code draws when it is asked later is not kept
        return Run(self._printed.take(), error, pictures)

    def _caught(self, source: str) -> str:
        error = ""
        try:
            self._execute(source)
        except Ended:
            pass  # what comes next has killed a process before
        except BaseException as raised:  # the student's code: anything may come, SystemExit too
            error = told(raised, self.names)
        try:
            self._pictures.keep_open()
        except BaseException as raised:  # figures may hold the student's own classes
            error = error or told(raised, self.names)
        return error

    def _execute(self, source: str) -> None:
        """Run source in the namespace, `from __future__` lasting from cell to cell."""
        code = self._compiled(source)
        for feature in _FUTURES:
            self._flags |= code.co_flags & feature.compiler_flag
        self.steps.run(code, self._name, self._flags, lambda step: exec(step, self.namespace))

    def _compiled(self, source: str) -> types.CodeType:
        """Compile a cell as a kernel would.

        What Python reads by itself holds no magic, and IPython needs three times as long to see it.
        """
        if not _PROMPT.search(source):
            with suppress(SyntaxError, ValueError):
                return self._code(source)
        return self._code(self._transformer.transform_cell(source))

    def _code(self, text: str) -> types.CodeType:
        linecache.cache[self._name] = (len(text), None, text.splitlines(True), self._name)
        code: types.CodeType = compile(
            text, self._name, "exec", flags=self._flags, dont_inherit=True
        )
        return code

    def _display(self, *things: Any, **_: Any) -> None:
        """Keep figures as pictures and print everything else."""
        for thing in things:
            if isinstance(thing, Figure):
                self._pictures.keep(thing)
            else:
                print(thing)


def _no_input(prompt: object = "") -> str:
    """Stand in for input()."""
    raise RuntimeError(
        "input() has nobody to ask while grading: write the value into your code instead"
    )
