"""A harmless `get_ipython()`: magics of a notebook do as little as the code around them needs."""

import re
from collections.abc import Callable
from typing import Any

RUN_THEIR_BODY = frozenset({"time", "timeit", "capture", "prun"})
_OPTIONS = re.compile(r"^\s*(-\w+\s*\d*\s+|--\S+\s+)*")


class Shell:
    """Stands in for the shell of a notebook, which is not there while grading.

    `%time`, `%timeit`, `%%time`, `%%timeit` and `%%capture` run their code once; all other magics
    and every shell command do nothing, and `x = !command` gives an empty list.
    """

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> None:
        """Run the code of a timing magic; pass over every other."""
        if name in RUN_THEIR_BODY:
            self._run(_OPTIONS.sub("", line, count=1))

    def run_cell_magic(self, name: str, line: str, cell: str = "", *_: Any) -> None:
        """Run the body under a timing magic; pass over %%bash and the like, body and all."""
        if name in RUN_THEIR_BODY:
            if name in ("time", "timeit"):
                self._run(_OPTIONS.sub("", line + " ", count=1))
            self._run(cell)

    def system(self, command: str) -> None:
        """Do nothing: there are no programs to run while grading."""

    def getoutput(self, command: str, *_: Any, **__: Any) -> list[str]:
        """Give no lines: there are no programs to run while grading."""
        return []

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class Nothing:
    """Stands in for every other part of a shell: it can be called, has parts, and does nothing."""

    def __call__(self, *_: Any, **__: Any) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self
