"""What an exercise is graded by: the files, parameters and references that its checks can see.

A change then regrades the exercises that it touches, and no others. That nothing is missed does
not rest on reading code well: a check gets no parameter and no reference that is not found here
(`Exam.world`), so one that was missed would break the check at once.
"""

import ast
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from autograder.course.config import Course
from autograder.course.solutions import definitions, solution_path

PACKAGE = Path(__file__).parent.parent

# Beside what the checks import: what asks them, adds up their points and runs the cells.
_ASKING = ("autograder.checking.run",)
_ALONE = tuple(
    PACKAGE / name
    for name in (
        "grading/exercise.py",
        "grading/seat.py",
        "grading/shelf.py",
        "checking/stand_in.py",
        "grading/substitutes.py",
    )
)


@dataclass(frozen=True)
class Basis:
    """What one exercise's checks can see of the course; `files` in a fixed order."""

    files: tuple[Path, ...]
    parameters: frozenset[str]
    references: frozenset[str]


@dataclass(frozen=True)
class _Module:
    """What the text of a module says: what it imports, and the names that it uses."""

    imports: frozenset[str]
    names: frozenset[str]


def bases_of(course: Course, assignment: str) -> dict[str, Basis]:
    """Give the basis of each exercise; raises TemplateError when a solution is no Python."""
    found = definitions(course, assignment)
    owner = {piece.name: exercise for exercise, pieces in found.items() for piece in pieces}
    return {exercise: _basis(course, assignment, exercise, owner) for exercise in found}


def _basis(course: Course, assignment: str, exercise: str, owner: Mapping[str, str]) -> Basis:
    checks = _closure([f"autograder.checks.{assignment}.{exercise}", *_ASKING])
    names = frozenset[str]().union(*(_read(path, _stamp(path)).names for path in checks))
    references = frozenset(name for name in owner if name in names)
    # Its own solution is what students are told that it is graded by.
    solved = {exercise, *(owner[name] for name in references)}
    solutions = _solutions(course, assignment, solved)
    data = [p for p in _folder(course, assignment).iterdir() if p.suffix in (".npz", ".npy")]
    worker = (PACKAGE / "worker").rglob("*.py")
    files = sorted({*checks, *solutions, *data, *worker, *_ALONE})
    parameters = frozenset(n for n in course.assignment(assignment).parameters if n in names)
    return Basis(tuple(files), parameters, references)


def contents_sha256(root: Path, files: Iterable[Path]) -> str:
    """Hash what stands in files, under names that do not depend on where the course lies."""
    digest = sha256()
    for path in files:
        base = root if path.is_relative_to(root) else PACKAGE
        name = path.relative_to(base) if path.is_relative_to(base) else Path(path.name)
        text = path.read_bytes()
        digest.update(f"{name.as_posix()}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def _folder(course: Course, assignment: str) -> Path:
    return course.root / "assignments" / assignment


def _solutions(course: Course, assignment: str, exercises: Iterable[str]) -> set[Path]:
    """Give the solutions of exercises, and those which they import."""
    found: set[Path] = set()
    waiting = [solution_path(course, assignment, exercise) for exercise in exercises]
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        for name in _read(path, _stamp(path)).imports:
            if name.startswith("solutions."):
                waiting.append(course.root.joinpath(*name.split(".")).with_suffix(".py"))
    return found


def _closure(modules: Iterable[str]) -> set[Path]:
    """Give the files of our own modules and of all of ours that they import."""
    found: set[Path] = set()
    waiting = list(modules)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        path = _file_of(name)
        if path is not None:
            found.add(path)
            imports = _read(path, _stamp(path)).imports
            waiting += [other for other in imports if other.startswith("autograder.")]
    return found


def _file_of(module: str) -> Path | None:
    """Give a module's file; None for what is not a module but a name within one."""
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec is not None and spec.origin else None


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> _Module:
    tree = ast.parse(path.read_bytes())
    return _Module(frozenset(imports_in(tree)), frozenset(_names(tree)))


def imports_in(tree: ast.AST) -> Iterator[str]:
    """Give what a module's text imports: modules, and names that may be modules within one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
