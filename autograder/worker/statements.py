"""Runs the statements of a cell one by one, and notes which is under way.

So it is known where a cell stood when its process was killed, and what stands above that can be run
again without it.
"""

import ast
import linecache
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from types import CodeType

Place = tuple[int, ...]  # the line of a statement, then lines in the code that its magic runs

MOST_NOTES = 2_000  # of one cell; the grader takes no more
DEEPEST = 8  # magics within each other of which is told
_BEGINS = re.compile(r"^[^\s#@)\]}]", re.MULTILINE)  # what a statement of a cell begins with


class Ended(BaseException):
    """The statement that was not to be run has been reached."""


class Steps:
    """Where a cell stands, and where it is to end."""

    def __init__(self) -> None:
        self._place: list[int] = []
        self._until: Place = ()
        self._left = 0
        self._note: Callable[[Place], None] = lambda _: None

    def begin(self, until: Place, note: Callable[[Place], None]) -> None:
        """Begin a cell: it ends before the statement at `until`, () for none; `note` is told."""
        self._place, self._until = [], until
        self._note, self._left = note, MOST_NOTES

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Take the statements of the body for those of a cell, or of what a magic runs."""
        self._place.append(0)
        try:
            yield
        finally:
            self._place.pop()

    def run(
        self, code: CodeType, name: str, flags: int, execute: Callable[[CodeType], None]
    ) -> None:
        """Execute compiled code statement by statement; raises Ended, and what the code raises.

        Args: `name`, the file name under which `linecache` has the text that it is compiled from.
        """
        with self.deeper():
            for line, step in _split(code, name, flags):
                self.at(line)
                execute(step)

    def at(self, line: int) -> None:
        """Begin the statement at a line of the cell; raises Ended where it is not to be run."""
        self._place[-1] = line
        if self._until and tuple(self._place) == self._until:
            raise Ended
        if self._left and len(self._place) <= DEEPEST:
            self._left -= 1
            self._note(tuple(self._place))


def stepping(tree: ast.Module, call: str) -> ast.Module:
    """Return code that calls a function of this name with the line of each statement before it."""
    body: list[ast.stmt] = []
    for one in tree.body:
        told = ast.Expr(ast.Call(ast.Name(call, ast.Load()), [ast.Constant(one.lineno)], []))
        body += [ast.fix_missing_locations(ast.copy_location(told, one)), one]
    return ast.Module(body, tree.type_ignores)


def _split(code: CodeType, name: str, flags: int) -> list[tuple[int, CodeType]]:
    """Return each statement with the line at which it begins; all at once where that says
    nothing.
    """
    text = "".join(linecache.getlines(name))
    begins = [found.start() for found in islice(_BEGINS.finditer(text), 2)]
    if len(begins) < 2:  # one definition, as in most cells: parsing it would take its time
        return [(text.count("\n", 0, begins[0]) + 1 if begins else 1, code)]
    try:
        tree = ast.parse(text)
        return [(one.lineno, _compiled(one, name, flags)) for one in tree.body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [(1, code)]


def _compiled(statement: ast.stmt, name: str, flags: int) -> CodeType:
    alone = ast.Module([statement], [])
    made: CodeType = compile(alone, name, "exec", flags=flags, dont_inherit=True)
    return made
