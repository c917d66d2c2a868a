"""What of the tool itself an outcome of `verify` can rest on: its sources, and the libraries."""

import platform
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

import torch

import autograder
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
    return files_sha256(PACKAGE, (path for path in found if not is_aside(path)))


def is_aside(path: Path) -> bool:
    """Say whether no case can rest on this file of the package."""
    return path.relative_to(PACKAGE).as_posix().startswith(ASIDE)


def files_sha256(folder: Path, files: Iterable[Path]) -> str:
    """Return the hash of the contents of files, and of their names within `folder`."""
    digest = sha256()
    for path in sorted(files):
        text = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


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
