"""Where on this machine the shared libraries lie that Python and its packages load."""

from collections.abc import Iterable
from pathlib import Path

# So many of them in one folder are a distribution that keeps all its libraries there.
MANY = 500


def library_folders(others: Iterable[Path]) -> list[Path]:
    """Return the folders of the system's libraries, by what this very process has loaded.

    Args: `others`, folders whose libraries are not the system's: Python's own, its packages'.
    """
    ours = tuple(others)
    found = {path.parent for path in _mapped() if ".so" in path.name}
    return sorted(f for f in found if not any(own in (f, *f.parents) for own in ours))


def library_files(folder: Path) -> list[Path]:
    """Return the libraries in a folder that may hold all kinds of things beside them.

    Where there are MANY of them, the folder alone is given, to be seen whole.
    """
    found = sorted(path for path in folder.glob("*.so*") if path.is_file())
    return found if len(found) < MANY else [folder]


def loader_files() -> list[Path]:
    """Return the dynamic loaders that stand beside the folders of libraries, links to them too."""
    folders = [place for place in (Path("/lib"), Path("/usr/lib")) if not place.is_symlink()]
    return sorted(path for folder in folders for path in folder.glob("ld-*.so*"))


def holds_libraries_only(folder: Path) -> bool:
    """Say whether a folder is one that a package manager keeps for libraries alone."""
    return folder.name == "lib64" or "-linux-" in folder.name or "nix" in folder.parts[1:2]


def _mapped() -> Iterable[Path]:
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        path = line.partition("/")[2]
        if path:
            yield Path("/" + path)
