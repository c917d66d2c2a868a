"""What an exercise is graded by: the files that its verdict can rest on.

Of the assignment's checks, those that the exercise's module imports; all else of the assignment
whole: its solutions, its public and private data, its parameters. Of this package, every file but
those where no verdict comes by. A change then regrades what it can touch, without reading names out
of code.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from autograder.course.config import Course
from autograder.course.imported import closure, files_of_module, imported_by
from autograder.course.public import private_files, public_files
from autograder.course.solutions import solution_path

PACKAGE = Path(__file__).parent.parent

# No verdict comes by here: tests/unit/course/test_dependencies.py asks the import graph. A module
# that nobody has thought of is part of the engine.
ASIDE = (
    "__main__.py",
    "calibrate/",
    "cli/",
    "collecting/",
    "course/begin.py",
    "course/scaffold.py",
    "course/skeleton/",
    "export/",
    "feedback/",
    "gradebook/",
    "gradescope/",
    "handout/build.py",
    "handout/handing_out.py",
    "handout/leaks.py",
    "handout/nbgrader_steps.py",
    "handout/pieces.py",
    "handout/preview.py",
    "handout/public_files.py",
    "handout/reached.py",
    "handout/visible.py",
    "handout/wheel.py",
    "late/",
    "locale/",
    "report/",
    "runs/",
    "selfcheck/",
    "students/",
    "verify/",
    "watch/",
)
_PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".pdf")
_NOT_READ = (".py", ".pyc", ".po", ".mo")  # by checks: other modules, bytecode, translations


def files_of(course: Course, assignment: str, exercise: str) -> tuple[Path, ...]:
    """Return the files of the course that an exercise is graded by, in a fixed order."""
    checks = course.checks(assignment)
    data = [p for p in public_files(checks.parent) if p.suffix not in _PICTURES]
    solutions, private = _solutions(course, assignment), private_files(checks.parent)
    return tuple(sorted({*_of_checks(checks, exercise), *solutions, *data, *private}))


def engine_sha256() -> str:
    """Return the hash of all files of this package that a verdict can rest on."""
    return _engine_sha256(tuple((path, *_stamp(path)) for path in _engine()))


def contents_sha256(root: Path, files: Iterable[Path]) -> str:
    """Hash what stands in files, under names that do not depend on where the course lies."""
    digest = sha256()
    for path in files:
        name = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        text = path.read_bytes()
        digest.update(f"{name.as_posix()}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def _of_checks(folder: Path, exercise: str) -> set[Path]:
    """Return an exercise's module, those that it imports, and what the folder holds besides."""
    found = closure(folder, ("__init__", exercise))
    others = (path for path in folder.rglob("*") if path.is_file())
    return {*found, *(path for path in others if path.suffix not in _NOT_READ)}


def _solutions(course: Course, assignment: str) -> set[Path]:
    """Return the solutions of an assignment, and those of others that they import."""
    found: set[Path] = set()
    exercises = course.assignment(assignment).exercises
    waiting = [solution_path(course, assignment, exercise) for exercise in exercises]
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        waiting += _imported(course.root, path)
    return found


def _imported(root: Path, path: Path) -> Iterator[Path]:
    """Return the solutions that a solution imports, relatively or by `solutions.…`."""
    yield from imported_by(path, root)
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return  # whoever loads it says so
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.startswith("solutions."):
                yield from files_of_module(root, name)


def is_aside(path: Path) -> bool:
    """Say whether no verdict can rest on this file of the package."""
    return path.relative_to(PACKAGE).as_posix().startswith(ASIDE)


def _engine() -> list[Path]:
    found = (path for path in PACKAGE.rglob("*") if path.suffix != ".pyc" and path.is_file())
    return sorted(path for path in found if not is_aside(path))


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@cache
def _engine_sha256(stamped: tuple[tuple[Path, int, int], ...]) -> str:
    return contents_sha256(PACKAGE, (path for path, _, _ in stamped))
