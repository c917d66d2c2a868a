"""The read-only file tree that the sandbox sees: Python, its libraries, the worker, public data.

Whatever is not named here does not exist inside. What stands within a named folder but must not
be seen, such as a course kept under /usr/local or this package in site-packages, is covered.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import SandboxError
from autograder.worker.places import CODE, DATA

WORKER_PARTS = ("__init__.py", "wire.py", "worker")
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/etc/ld.so.cache")
NOT_DATA = (".py", ".j2", ".md", ".ipynb")


@dataclass
class Tree:
    """Folders and files to be seen, links, and folders to be covered by an empty one."""

    seen: dict[Path, Path] = field(default_factory=dict)  # place inside → place outside
    links: dict[Path, str] = field(default_factory=dict)
    covered: set[Path] = field(default_factory=set)

    def show(self, path: Path, at: Path | None = None) -> None:
        """Have `path` seen, at its own place if not said otherwise; a link stays a link."""
        place = at or path
        if path.is_symlink() and at is None:
            self.links[place] = str(path.readlink())
        elif path.exists():
            self.seen[place] = path.resolve()

    def cover(self, path: Path) -> None:
        """Have nothing seen of a folder; raises SandboxError if it is itself to be seen."""
        if path in self.seen:
            raise SandboxError(
                f"{path} holds the course, but the sandbox has to show that folder to Python. "
                f"Move the course to a folder of its own."
            )
        self.covered.add(path)

    def arguments(self) -> list[str]:
        """Give bwrap's arguments, outer folders first, so that what is within them stays seen."""
        places = sorted({*self.seen, *self.covered}, key=lambda place: len(place.parts))
        found: list[str] = []
        closed: list[str] = []  # only after what stands in it has been put there
        for place in places:
            found += [part for p in reversed(place.parents) for part in ("--dir", str(p))]
            if place in self.seen:
                found += ["--ro-bind", str(self.seen[place]), str(place)]
            elif self._inside_seen(place):
                found += ["--tmpfs", str(place)]
                closed += ["--remount-ro", str(place)]
        return [*found, *closed, *self._link_arguments()]

    def _inside_seen(self, place: Path) -> bool:
        return any(parent in self.seen for parent in place.parents)

    def _link_arguments(self) -> list[str]:
        return [p for place, to in self.links.items() for p in ("--symlink", to, str(place))]

    def tops(self) -> list[str]:
        """Give bwrap's arguments that show this tree again from within itself."""
        tops = {Path(*place.parts[:2]) for place in self.seen}
        binds = [part for top in sorted(tops) for part in ("--ro-bind", str(top), str(top))]
        roots = {p: to for p, to in self.links.items() if len(p.parts) == 2}
        return binds + [p for place, to in roots.items() for p in ("--symlink", to, str(place))]


def python_tree(package: Path, data: Path) -> Tree:
    """Give the tree for this very Python with the worker of `package` and the public `data`."""
    tree = Tree()
    for name in SYSTEM:
        tree.show(Path(name))
    base = Path(sys.base_prefix).resolve()
    if Path("/usr") not in (base, *base.parents):
        for part in ("bin", "lib", "lib64"):
            tree.show(base / part)
    for entry in sys.path:
        if Path(entry).name.endswith("-packages") and Path(entry).is_dir():
            tree.show(Path(entry), at=Path(entry))
    for part in WORKER_PARTS:
        tree.show(package / part, at=CODE / "autograder" / part)
    for file in sorted(data.iterdir()):
        if file.suffix not in NOT_DATA and not file.name.startswith((".", "_")):
            tree.show(file, at=DATA / file.name)
    _cover(tree, package, data)
    return tree


def _cover(tree: Tree, package: Path, data: Path) -> None:
    """Cover the grader's own package and the course, wherever they stand."""
    hidden = {package}
    hidden.update(entry / "autograder" for entry in tree.seen if entry.name.endswith("-packages"))
    hidden.update(parent for parent in data.parents if (parent / "course.toml").is_file())
    for path in hidden:
        if path.is_dir():
            tree.cover(path)
