"""What of the tool itself an outcome of `verify` can rest on: its sources, and the libraries."""

import platform
from importlib.metadata import distributions
from pathlib import Path

import torch

import autograder
from autograder.course.dependencies import contents_sha256
from autograder.grading.exercise import versions

PACKAGE = Path(autograder.__file__).parent

# No case comes by here: tests/unit/verify/test_cache.py asks the import graph.
ASIDE = (
    "__main__.py",
    "cli/",
    "collecting/",
    "export/",
    "feedback/",
    "gradebook/",
    "late/",
    "locale/",
    "report/",
    "selfcheck/",
    "students/",
    "verify/command.py",
    "verify/matrix.py",
    "verify/prune.py",
    "watch/",
)


def engine_sha256() -> str:
    """Return the hash of all files of the package that a case can rest on."""
    found = (path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return contents_sha256(PACKAGE, sorted(path for path in found if not is_aside(path)))


def is_aside(path: Path) -> bool:
    """Say whether no case can rest on this file of the package."""
    return path.relative_to(PACKAGE).as_posix().startswith(ASIDE)


def libraries() -> list[str]:
    """Return every installed library with its version, and the processor's kind.

    Submissions may import any of them, and equal sums need equal instructions.
    """
    installed = {f"{one.name} {one.version}" for one in distributions()}
    numbers = [f"{name} {version}" for name, version in versions().items()]
    return [
        *sorted(installed),
        *numbers,
        platform.machine(),
        torch.backends.cpu.get_cpu_capability(),
    ]
