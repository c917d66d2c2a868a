"""The read-only file tree that the sandbox sees: Python, its libraries, the worker, public data.

Whatever is not named here does not exist inside. What stands within a named folder but must not
be seen, such as a course kept under /usr/local or this package in site-packages, is covered.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import SandboxError
from autograder.worker.places import CODE, DATA, PACKAGES

WORKER_PARTS = ("__init__.py", "wire.py", "worker")
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/etc/ld.so.cache")
NOT_DATA = (".py", ".j2", ".md", ".ipynb")
TEMPORARY = (Path("/tmp"), Path("/dev"), Path("/proc"))


@dataclass
class Tree:
    """Folders and files to be seen, links, and folders to be covered by an empty one."""

    seen: dict[Path, Path] = field(default_factory=dict)  # place inside → place outside
    links: dict[Path, str] = field(default_factory=dict)
    covered: set[Path] = field(default_factory=set)  # places inside
    python_path: list[Path] = field(default_factory=list)

    def show(self, path: Path, at: Path | None = None) -> None:
        """Have `path` seen; at its own place if not said otherwise, where a link stays a link."""
        if path.is_symlink() and at is None:
            self.links[path] = str(path.readlink())
        elif path.exists():
            self.seen[at or path] = path.resolve()

    def shown(self, path: Path) -> Path | None:
        """Give the place at which `path` is seen already, if it is."""
        for place, source in self.seen.items():
            if path == source or source in path.parents:
                return place / path.relative_to(source)
        return None

    def cover(self, path: Path) -> None:
        """Have nothing seen of a folder wherever it would be; raises SandboxError if it must be."""
        for place, source in self.seen.items():
            if path == source:
                raise SandboxError(
                    f"{path} holds the course, but the sandbox has to show that folder to Python. "
                    f"Move the course to a folder of its own."
                )
            if source in path.parents:
                self.covered.add(place / path.relative_to(source))

    def arguments(self) -> list[str]:
        """Give bwrap's arguments, outer folders first, so that what is within them stays seen."""
        places = sorted({*self.seen, *self.covered}, key=lambda place: len(place.parts))
        found: list[str] = []
        closed: list[str] = []  # only after what stands in it has been put there
        for place in places:
            if place in self.seen:
                # Made here, since bwrap makes them closed to others when root starts it.
                found += [part for p in reversed(place.parents) for part in ("--dir", str(p))]
                found += ["--ro-bind", str(self.seen[place]), str(place)]
            else:
                found += ["--tmpfs", str(place)]
                closed += ["--remount-ro", str(place)]
        return [*found, *closed, *_links(self.links)]

    def tops(self) -> list[str]:
        """Give bwrap's arguments that show this tree again from within itself."""
        tops = {Path(*place.parts[:2]) for place in self.seen}
        binds = [part for top in sorted(tops) for part in ("--ro-bind", str(top), str(top))]
        return binds + _links({p: to for p, to in self.links.items() if len(p.parts) == 2})


def _links(links: dict[Path, str]) -> list[str]:
    return [part for place, to in links.items() for part in ("--symlink", to, str(place))]


def python_tree(package: Path, data: Path) -> Tree:
    """Give the tree for this very Python with the worker of `package` and the public `data`.

    Raises SandboxError when Python or the course stands where the tree cannot have it.
    """
    tree = Tree()
    for name in SYSTEM:
        tree.show(Path(name))
    _show_python(tree, Path(sys.base_prefix).resolve())
    for part in WORKER_PARTS:
        tree.show(package / part, at=CODE / "autograder" / part)
    for file in public_files(data):
        tree.show(file, at=DATA / file.name)
    tree.python_path.insert(0, CODE)
    for path in _hidden(tree, package, data):
        tree.cover(path)
    return tree


def public_files(data: Path) -> list[Path]:
    """Give what of the assignment's folder its students get, as data beside their notebook."""
    return [
        file
        for file in sorted(data.iterdir())
        if file.suffix not in NOT_DATA and not file.name.startswith((".", "_"))
    ]


def _show_python(tree: Tree, base: Path) -> None:
    """Show the interpreter at its own place, and its packages at places that tell nothing."""
    if any(folder in (base, *base.parents) for folder in TEMPORARY):
        raise SandboxError(
            f"Python stands in {base}, a folder that the sandbox gives anew to each submission. "
            f"Use one that is installed elsewhere."
        )
    if tree.shown(base) is None:
        for part in ("bin", "lib", "lib64"):
            tree.show(base / part)
    entries = [Path(entry).resolve() for entry in sys.path if entry.endswith("-packages")]
    for number, entry in enumerate(entry for entry in entries if entry.is_dir()):
        place = tree.shown(entry)
        if place is None:
            place = PACKAGES / str(number)
            tree.show(entry, at=place)
        tree.python_path.append(place)


def _hidden(tree: Tree, package: Path, data: Path) -> set[Path]:
    """Give the folders that must not be seen: the grader's package, copies of it, the course."""
    copies = (tree.seen.get(place, place) / "autograder" for place in tree.python_path)
    courses = (parent for parent in data.parents if (parent / "course.toml").is_file())
    worker = CODE / "autograder"
    return {path for path in (package, *copies, *courses) if path.is_dir() and path != worker}
