"""What lies in Gradescope's folder of a submission → a folder with its notebooks alone.

The folder is what a student made, and root reads it: links are not followed, nothing but plain
files is opened, and of each no more is read than shows that it is too large.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import CourseError

MOST_LOOKED_AT, DEEPEST = 10_000, 20
MOST_TAKEN = 50
LONGEST_NAME = 50  # characters of a name that several files have
BLOCK = 1 << 20
_NOT_THEIRS = ("__MACOSX",)


def gather(submission: Path, target: Path, most_mb: int) -> None:
    """Copy a submission's notebooks into an empty folder: those nearest to its top.

    Several of one name, in as many folders, get numbers in front. Raises CourseError when
    Gradescope's folder is not there.
    """
    if not submission.is_dir() or submission.is_symlink():
        raise CourseError(f"{submission} is missing: Gradescope puts what was handed in there.")
    found = list(_notebooks(submission))
    nearest = min((depth for depth, _ in found), default=0)
    paths = [path for depth, path in found if depth == nearest][:MOST_TAKEN]
    names = [path.name for path in paths]
    for number, path in enumerate(paths, 1):
        alone = names.count(path.name) == 1
        name = path.name if alone else f"{number} of {len(paths)} {path.name[-LONGEST_NAME:]}"
        if not (target / name).exists():  # a student may have called one so
            _copy(path, target / name, (most_mb + 1) * BLOCK)


def _notebooks(top: Path) -> Iterator[tuple[int, Path]]:
    """Yield what may be a notebook, with the number of folders that it is in."""
    waiting, looked_at = [(0, top)], 0
    while waiting:
        depth, folder = waiting.pop(0)
        for entry in sorted(os.scandir(folder), key=lambda one: one.name):
            looked_at += 1
            if looked_at > MOST_LOOKED_AT:
                return
            if entry.name.startswith(".") or entry.name in _NOT_THEIRS:
                continue
            if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                waiting.append((depth + 1, Path(entry.path)))
            elif entry.name.endswith(".ipynb") and entry.is_file(follow_symlinks=False):
                yield depth, Path(entry.path)


def _copy(source: Path, target: Path, most: int) -> None:
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file, target.open("xb") as copy:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return
        while most > 0 and (block := file.read(min(most, BLOCK))):
            copy.write(block)
            most -= len(block)
