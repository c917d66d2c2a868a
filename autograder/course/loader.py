"""The checks of an assignment: a folder of modules, loaded as a package of its own.

A course's checks stand in `assignments/<assignment>/checks/`, and those that a student may have
beside the released notebook, in `checks/`. Modules import one another relatively, and may stand in
subfolders. The package's
name comes from its place and its contents, so that two courses in one process never meet, and an
edited file is never mistaken for the one that was read before.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from autograder.checking.check import Check, checks_of
from autograder.errors import CourseError
from autograder.text.nearest import meant


def public_seed(purpose: str) -> int:
    """Return the seed of a visible check: the same for every course, so no secret is in it."""
    return int.from_bytes(sha256(b"public\0" + purpose.encode()).digest()[:8], "big")


def checks_for(folder: Path, exercise: str) -> tuple[Check, ...]:
    """Return the checks of the exercise whose module stands in `folder`, in their order.

    Raises CourseError when there is no such module, or when it cannot be imported.
    """
    module = check_module(folder, exercise)
    try:
        return checks_of(module)
    except ValueError as error:
        raise CourseError(f"{folder / exercise}.py: {error}") from error


def check_module(folder: Path, name: str) -> ModuleType:
    """Import one module of a folder of checks; raises CourseError as `checks_for`."""
    path = folder / f"{name}.py"
    if not path.is_file():
        near = meant(name, (other.stem for other in folder.glob("[a-z]*.py")))
        raise CourseError(
            f"{path}: there is no such file, so the exercise {name} has no checks. "
            f"{f'Did you mean {near}? ' if near else ''}Write them there, or take the exercise out "
            f"of course.toml."
        )
    package = _package(folder)
    with _importing(path, package):
        return importlib.import_module(f"{package}.{name}")


def _package(folder: Path) -> str:
    """Make the package of a folder if there is none yet, and return its name."""
    name = f"_checks_{_digest(folder)}"
    if name not in sys.modules:
        own = folder / "__init__.py"
        places = [str(folder.resolve())]
        spec = (
            spec_from_file_location(name, own, submodule_search_locations=places)
            if own.is_file()
            else ModuleSpec(name, None, is_package=True)
        )
        assert spec is not None  # a .py file always has a loader
        spec.submodule_search_locations = places
        module = sys.modules[name] = module_from_spec(spec)
        if spec.loader is not None:
            with _importing(own, name):
                spec.loader.exec_module(module)
    return name


@contextmanager
def _importing(path: Path, package: str) -> Iterator[None]:
    """Say which file could not be imported, and leave nothing of its package."""
    try:
        yield
    except Exception as error:  # an instructor's file may raise anything while it is imported
        _forget(package)
        raise CourseError(
            f"{path} cannot be imported: {type(error).__name__}: {error}. Fix it there."
        ) from error


def _digest(folder: Path) -> str:
    digest = sha256(str(folder.resolve()).encode("utf-8", "surrogateescape"))
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        digest.update(name + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _forget(package: str) -> None:
    """Leave nothing of a package that could not be imported whole."""
    for name in [n for n in sys.modules if n == package or n.startswith(f"{package}.")]:
        del sys.modules[name]
