"""Which checks an exercise has, found by its key; also in a student's own notebook."""

import importlib
import pkgutil
from hashlib import sha256

from autograder.checking.check import Check, checks_of
from autograder.errors import CourseError
from autograder.text.nearest import meant


def public_seed(purpose: str) -> int:
    """Give the seed of a visible check: the same for every course, so no secret is in it."""
    return int.from_bytes(sha256(b"public\0" + purpose.encode()).digest()[:8], "big")


def checks_for(assignment: str, exercise: str) -> tuple[Check, ...]:
    """Give the checks of an exercise; raises CourseError when it has none."""
    name = f"autograder.checks.{assignment}.{exercise}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise
        near = meant(exercise, _exercises(assignment))
        raise CourseError(
            f"course.toml: the exercise {assignment}/{exercise} has no checks. "
            f"{f'Did you mean {near}? ' if near else ''}Write them in "
            f"{name.replace('.', '/')}.py, or take the exercise out."
        ) from error
    return checks_of(module)


def _exercises(assignment: str) -> list[str]:
    """Name the exercises of an assignment that have checks."""
    try:
        package = importlib.import_module(f"autograder.checks.{assignment}")
    except ModuleNotFoundError:
        return []
    return [module.name for module in pkgutil.iter_modules(package.__path__)]
