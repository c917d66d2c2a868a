"""Who may read what is written: grades are for who grades, and for nobody else on the machine.

What holds grades is made for its owner alone (0600, 0700), whatever the umask; in a folder that
several TAs share, which has the set-group-id bit for it, for their group too, as the umask says.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OTHERS = 0o007


def file_mode(folder: Path) -> int:
    """Return the mode, before the umask, of a file of grades in this folder."""
    return 0o660 if _is_shared(folder) else 0o600


def make_private(folder: Path) -> None:
    """Make a folder of grades, and those above it that are missing; one that is there stays."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o770 if _is_shared(path.parent) else 0o700, exist_ok=True)


def _is_shared(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_ISGID)


@contextmanager
def nothing_for_others() -> Iterator[None]:
    """Have what is made meanwhile, by nbgrader and its database too, be for no other users."""
    before = os.umask(_OTHERS)
    os.umask(before | _OTHERS)
    try:
        yield
    finally:
        os.umask(before)
