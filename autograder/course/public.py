"""What of an assignment's folder its students get: data and figures, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

CHECKS = "checks"  # the folder of checks: an assignment's own, and beside a released notebook
# Scripts, templates and drafts are the instructors' own.
PRIVATE_SUFFIXES = frozenset({".py", ".pyc", ".j2", ".ipynb"})


def is_public(path: Path, folder: Path) -> bool:
    """Say whether a file or folder within an assignment's `folder` is for students by its name."""
    parts = path.relative_to(folder).parts
    return (
        parts[0] != CHECKS
        and path.suffix not in PRIVATE_SUFFIXES
        and not any(part.startswith((".", "_")) for part in parts)
    )


def public_files(folder: Path) -> list[Path]:
    """Return every file of an assignment's folder that its students get, in a fixed order."""
    return [
        path for path in sorted(folder.rglob("*")) if path.is_file() and is_public(path, folder)
    ]


def public_entries(folder: Path) -> list[Path]:
    """Return the same as few files and folders as possible: a folder where all in it is public."""
    return list(_entries(folder, folder))


def _entries(within: Path, folder: Path) -> Iterator[Path]:
    for path in sorted(within.iterdir()):
        if not is_public(path, folder):
            continue
        if not path.is_dir() or all(is_public(one, folder) for one in path.rglob("*")):
            yield path
        else:
            yield from _entries(path, folder)
