"""The hidden reference solutions: their text, cut by name, and the functions themselves."""

import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace

from autograder.course.config import Course
from autograder.course.toplevel import top_level
from autograder.errors import TemplateError

# nbgrader's own delimiters: its ClearSolutions looks for these words anywhere in a line.
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"


@dataclass(frozen=True)
class Definition:
    """One top-level function or class of a solution, as it stands, markers included."""

    exercise: str
    name: str
    source: str

    @property
    def key(self) -> str:
        """Return the name of the cell in which a student writes it, as handouts spell it."""
        return f"{self.exercise}.{self.name}"

    @property
    def holes(self) -> tuple[int, ...]:
        """Return how many lines of code the reference has in each region that students fill."""
        regions = re.findall(f"{BEGIN}(.*?){END}", self.source, re.DOTALL)
        written = ([line.strip() for line in region.splitlines()[1:-1]] for region in regions)
        return tuple(sum(bool(line) and line[0] != "#" for line in lines) for lines in written)


def solution_path(course: Course, assignment: str, exercise: str) -> Path:
    """Return the file of one exercise's reference solution."""
    return course.root / "solutions" / assignment / f"{exercise}.py"


def definitions(course: Course, assignment: str) -> dict[str, tuple[Definition, ...]]:
    """Return the definitions of each exercise in the order in which they stand in its solution.

    Raises TemplateError when a solution is no Python, lacks its markers, or when two solutions
    define the same name: in a student's notebook all of them share one namespace.
    """
    found: dict[str, tuple[Definition, ...]] = {}
    owner: dict[str, str] = {}
    for exercise in course.assignment(assignment).exercises:
        path = solution_path(course, assignment, exercise)
        found[exercise] = _definitions_in(path, exercise)
        for definition in found[exercise]:
            if definition.name in owner:
                raise TemplateError(
                    f"{path}: {definition.name} is defined here and in the solution of "
                    f"{owner[definition.name]}. Rename one of them."
                )
            owner[definition.name] = exercise
    return found


def _definitions_in(path: Path, exercise: str) -> tuple[Definition, ...]:
    pieces = [Definition(exercise, node.name, source) for node, source in top_level(path)]
    if not pieces:
        raise TemplateError(f"{path}: there is no function or class for the student to write.")
    for piece in pieces:
        _require_markers(path, piece)
    return tuple(pieces)


def _require_markers(path: Path, piece: Definition) -> None:
    """Raise TemplateError unless BEGIN and END alternate and stand there at least once."""
    marks = [m for line in piece.source.splitlines() for m in (BEGIN, END) if m in line]
    if not marks:
        raise TemplateError(
            f"{path}: {piece.name} has no solution region, so nothing would be left for the "
            f"student to write. Put ### {BEGIN} and ### {END} around what to hide."
        )
    if marks != [BEGIN, END] * (len(marks) // 2):
        raise TemplateError(
            f"{path}: in {piece.name} the solution markers are unbalanced. Each ### {BEGIN} "
            f"needs its own ### {END}, indented like the code, before the next one begins."
        )


def regions(source: str) -> tuple[list[str], list[str]]:
    """Return the lines of a solution that are hidden from students, and those that are not."""
    hidden: list[str] = []
    shown: list[str] = []
    inside = False
    for line in source.splitlines():
        if BEGIN in line or END in line:
            inside = BEGIN in line
        else:
            (hidden if inside else shown).append(line)
    return hidden, shown


def solution_namespace(course: Course, assignment: str) -> SimpleNamespace:
    """Load the reference solutions of all exercises as one namespace of functions and classes.

    Only for the process that grades: it must never be called where student code runs. Raises
    TemplateError when a solution cannot be imported.
    """
    found = definitions(course, assignment)
    namespace = SimpleNamespace()
    with _importable(course.root):
        for exercise, pieces in found.items():
            name = f"solutions.{assignment}.{exercise}"
            try:
                module = importlib.import_module(name)
            except Exception as error:
                path = solution_path(course, assignment, exercise)
                sentence = f"{path}: it cannot be imported: {type(error).__name__}: {error}."
                raise TemplateError(sentence) from error
            for piece in pieces:
                setattr(namespace, piece.name, getattr(module, piece.name))
    return namespace


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    """Let `solutions.…` be imported from this course's root, and leave no trace of it.

    Another course of the same process has modules of the same names, hence they are taken out.
    """
    before = _take_out_solutions()
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(root))
        _take_out_solutions()
        sys.modules.update(before)


def _take_out_solutions() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.split(".")[0] == "solutions"]
    return {name: sys.modules.pop(name) for name in names}
