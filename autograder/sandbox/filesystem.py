"""The read-only file tree that the sandbox sees: Python, its libraries, the worker, public data.

Whatever is not named here does not exist inside. What stands within a named folder but must not
be seen, such as a gradebook kept among Python's packages, is covered.
"""

import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.public import public_entries, released_as
from autograder.errors import SandboxError
from autograder.sandbox.libraries import (
    holds_libraries_only,
    library_files,
    library_folders,
    loader_files,
)
from autograder.sandbox.mounts import everywhere
from autograder.worker.paths import CODE, DATA, PACKAGES, PYTHON

WORKER_PARTS = ("__init__.py", "worker")
# Beside libraries: where the loader looks them up, and what the C library and zoneinfo read.
SYSTEM = ("/lib64", "/usr/lib64", "/etc/ld.so.cache", "/usr/lib/locale", "/usr/share/zoneinfo")
LINKS = ("/lib",)
# How an installed package says in which folder of the host it stands.
TELLING = (
    "*.pth",
    "*.egg-link",
    "__editable__*",
    "__pycache__/__editable__*",
    "*.dist-info/direct_url.json",
)
FOREIGN = ("site-packages", "dist-packages")


@dataclass
class Tree:
    """Folders and files to be seen, links, and folders to be covered by an empty one."""

    seen: dict[Path, Path] = field(default_factory=dict)  # place inside → place outside
    links: dict[Path, str] = field(default_factory=dict)
    covered: dict[Path, Path] = field(default_factory=dict)  # place inside → place outside
    python_path: list[Path] = field(default_factory=list)
    executable: Path = PYTHON
    libraries: Path | None = None  # of Python's own

    def show(self, path: Path, at: Path | None = None) -> None:
        """Have `path` seen; at its own place if not said otherwise, where a link stays a link."""
        if path.is_symlink() and at is None:
            self.links[path] = str(path.readlink())
        elif path.exists():
            self.seen[at or path] = path.resolve()

    def shown(self, path: Path) -> Path | None:
        """Return the place at which `path` is seen already, if it is."""
        for place, source in self.seen.items():
            if path == source or source in path.parents:
                return place / path.relative_to(source)
        return None

    def cover(self, path: Path) -> None:
        """Have nothing seen of a file or folder wherever it would be.

        Raises SandboxError when Python cannot do without it.
        """
        for place, source in self.seen.items():
            if path == source:
                raise SandboxError(
                    f"{path} holds the course, its exchange or its gradebook, but the sandbox has "
                    f"to show that folder to Python. Move the course, or which of these it is, to "
                    f"a folder of its own."
                )
            if source in path.parents and path.exists():  # else there is nothing to be covered
                self.covered[place / path.relative_to(source)] = path

    def arguments(self) -> list[str]:
        """Return bwrap's arguments, outer folders first, so that what is within them stays seen."""
        covered = {p for p in self.covered if not any(o in self.covered for o in p.parents)}
        places = sorted({*self.seen, *covered}, key=lambda place: (len(place.parts), place))
        found: list[str] = []
        closed: list[str] = []  # only after what stands in it has been put there
        for place in places:
            if place in self.seen:
                # Made here, since bwrap makes them closed to others when root starts it.
                found += [part for p in reversed(place.parents) for part in ("--dir", str(p))]
                found += ["--ro-bind", str(self.seen[place]), str(place)]
            elif not self.covered[place].is_dir():
                found += ["--ro-bind", "/dev/null", str(place)]
            else:
                found += ["--tmpfs", str(place)]
                closed += ["--remount-ro", str(place)]
        return [*found, *closed, *_links(self.links)]

    def tops(self) -> list[str]:
        """Return bwrap's arguments that show this tree again from within itself."""
        tops = {Path(*place.parts[:2]) for place in self.seen}
        binds = [part for top in sorted(tops) for part in ("--ro-bind", str(top), str(top))]
        return binds + _links({p: to for p, to in self.links.items() if len(p.parts) == 2})


def _links(links: dict[Path, str]) -> list[str]:
    return [part for place, to in links.items() for part in ("--symlink", to, str(place))]


def python_tree(
    package: Path, data: Path, hidden: Sequence[Path] = (), programs: Sequence[Path] = ()
) -> Tree:
    """Return the tree for this very Python with the worker of `package` and the public `data`.

    Args: `hidden`, what must not be seen wherever it lies; `programs`, what else is to be started
    within. Raises SandboxError when Python or what is hidden stands where the tree cannot have it.
    """
    tree = Tree()
    _show_python(tree, Path(sys.base_prefix).resolve())
    for program in programs:
        if tree.shown(program) is None:
            tree.show(program.resolve(), at=program)
    for part in WORKER_PARTS:
        tree.show(package / part, at=CODE / "autograder" / part)
    for file in shown_data(data, hidden):
        tree.show(file, at=DATA / released_as(file, data))
    tree.python_path.insert(0, CODE)
    for path in everywhere(_hidden(tree, package, data) | set(hidden)):
        tree.cover(path)
    return tree


def shown_data(data: Path, hidden: Sequence[Path] = ()) -> list[Path]:
    """Return what of the assignment's folder its students get, as data beside their notebook.

    What is or leads into something `hidden` is not among it.
    """
    closed = everywhere(hidden) - {data, *data.parents}
    return [
        path
        for path in public_entries(data)
        if closed.isdisjoint((path.resolve(), *path.resolve().parents))
    ]


def _show_python(tree: Tree, base: Path) -> None:
    """Show the interpreter and its packages at places that tell nothing, and their libraries."""
    entries = [Path(entry).resolve() for entry in sys.path if entry.endswith("-packages")]
    packages = [entry for entry in dict.fromkeys(entries) if entry.is_dir()]
    executable = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    tree.show(executable, at=PYTHON / "bin" / executable.name)
    tree.executable = PYTHON / "bin" / executable.name
    for folder in _standard_library():
        tree.show(folder, at=PYTHON / folder.relative_to(base))
    _show_libraries(tree, base, packages)
    for number, entry in enumerate(packages):
        place = tree.shown(entry)
        if place is None:
            place = PACKAGES / str(number)
            tree.show(entry, at=place)
        tree.python_path.append(place)


def _standard_library() -> set[Path]:
    """Return the folders of the standard library, the compiled part of which may lie elsewhere."""
    compiled = [Path(entry).parent for entry in sys.path if entry.endswith("lib-dynload")]
    return {path.resolve() for path in (Path(sysconfig.get_path("stdlib")), *compiled)}


def _show_libraries(tree: Tree, base: Path, packages: Sequence[Path]) -> None:
    """Show the system's shared libraries at their own places, and Python's own beside it."""
    for name in SYSTEM:
        tree.show(Path(name))
    for path in (*(Path(name) for name in LINKS if Path(name).is_symlink()), *loader_files()):
        tree.show(path)
    own = [] if base == Path("/usr") else [base / "lib"]
    for folder in library_folders([*own, *packages, *_standard_library()]):
        if tree.shown(folder) is None:
            for path in [folder] if holds_libraries_only(folder) else library_files(folder):
                tree.show(path)
    for path in (file for folder in own for file in library_files(folder)):
        place = PYTHON / path.relative_to(base)
        if path.is_symlink() and len(path.readlink().parts) == 1:
            tree.links[place] = str(path.readlink())
        else:
            tree.show(path, at=place)
        tree.libraries = PYTHON / "lib"


def _hidden(tree: Tree, package: Path, data: Path) -> set[Path]:
    """Return what must not be seen: the grader's package, copies of it, the course, foreign
    packages.

    And what tells where on the host an installed package stands.
    """
    shown = {tree.seen.get(place, place) for place in tree.python_path}
    copies = (entry / "autograder" for entry in shown)
    courses = (parent for parent in data.parents if (parent / "course.toml").is_file())
    foreign = (folder / name for folder in _standard_library() for name in FOREIGN)
    worker = CODE / "autograder"
    found = {path for path in (package, *copies, *courses) if path.is_dir() and path != worker}
    found |= {path for path in foreign if path.resolve() not in shown}
    return found | {file for entry in shown for pattern in TELLING for file in entry.glob(pattern)}
