"""At which other places a file or folder is to be seen, by bind mounts of it or of its parents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True)
class Mount:
    """A mounted file system or a part of it: its number, the part's path in it, and the place."""

    device: str
    part: Path
    place: Path


def mounts(table: str = "/proc/self/mountinfo") -> list[Mount]:
    """Return the mounts that this process sees, later ones over earlier ones."""
    lines = Path(table).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    rows = [line.split(" ") for line in lines]
    return [Mount(row[2], Path(_plain(row[3])), Path(_plain(row[4]))) for row in rows]


def everywhere(paths: Iterable[Path], seen: Iterable[Mount] | None = None) -> set[Path]:
    """Return the resolved paths, and every other place at which they or parts of them are
    mounted.
    """
    known = mounts() if seen is None else list(seen)
    resolved = {path.resolve() for path in paths}
    return resolved | {place for path in resolved for place in _others(path, known)}


def _others(path: Path, known: list[Mount]) -> Iterator[Path]:
    holding = [mount for mount in known if mount.place in (path, *path.parents)]
    if not holding:
        return
    deepest = max(len(mount.place.parts) for mount in holding)
    own = [mount for mount in holding if len(mount.place.parts) == deepest][-1]
    inside = own.part / path.relative_to(own.place)
    for mount in known:
        if mount.device != own.device or mount is own:
            continue
        if mount.part in (inside, *inside.parents):
            yield mount.place / inside.relative_to(mount.part)
        elif inside in mount.part.parents:
            yield mount.place


def _plain(text: str) -> str:
    """Undo the kernel's escapes of spaces and the like."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)
