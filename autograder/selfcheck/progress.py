"""What a self-check is at, while it is: a line in a notebook, lines in a terminal."""

import sys
from typing import Protocol, TextIO


class Progress(Protocol):
    """Is told of each check before it is asked, and at the end."""

    def __call__(self, number: int, of: int, title: str) -> None:
        """Say that check `number` of so many is asked now."""

    def done(self) -> None:
        """Leave nothing of what was said, where that can be done."""


class Quiet:
    """Says nothing: where nobody is known to read."""

    def __call__(self, number: int, of: int, title: str) -> None:
        """Say nothing."""

    def done(self) -> None:
        """Have nothing to take away."""


class InNotebook:
    """One line of a cell's output, which the findings take the place of."""

    def __init__(self) -> None:
        self._width = 0

    def __call__(self, number: int, of: int, title: str) -> None:
        """Write over the line."""
        line = f"… {number}/{of} {title}"
        print(f"\r{line:<{self._width}}", end="", flush=True)
        self._width = len(line)

    def done(self) -> None:
        """Clear the output as soon as there is another."""
        from IPython.display import clear_output

        clear_output(wait=True)  # type: ignore[no-untyped-call]


class OnLines:
    """A line for each check, on a stream of its own beside the findings: stderr."""

    def __init__(self, stream: TextIO, exercise: str) -> None:
        self._stream, self._exercise = stream, exercise

    def __call__(self, number: int, of: int, title: str) -> None:
        """Write the line."""
        print(f"… {self._exercise} {number}/{of} {title}", file=self._stream, flush=True)

    def done(self) -> None:
        """Leave the lines: a terminal scrolls."""


def shown_here() -> Progress:
    """Return what shows progress in this process: in a notebook's kernel a line, else nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return InNotebook() if hasattr(shell, "kernel") else Quiet()
