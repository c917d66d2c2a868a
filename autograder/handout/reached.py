"""What of a folder of checks students need: all that its open parts use, however far away."""

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.checking.declared import Unreadable
from autograder.course.imported import files_of_module, module_path, named_by, within
from autograder.errors import CourseError
from autograder.handout.pieces import Module, Piece, module_of, used_by

ALL = "*"
_BY_TEXT = ("globals", "eval", "exec")  # which names these use, nobody can read


class Reached:
    """The modules that are needed, and which pieces of each; it grows as one module asks another.

    Every method raises CourseError where it comes upon a module that says `HIDDEN = True`, or one
    that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with nothing of the modules in this folder."""
        self.folder = folder
        self._modules: dict[Path, Module] = {}
        self._kept: dict[Path, set[Piece]] = {}
        self._done: set[tuple[Path, Piece, str]] = set()
        self._waiting: list[tuple[Path, Piece, str]] = []

    def texts(self) -> dict[Path, str]:
        """Return what is needed of each module, as Python."""
        return {path: one.with_pieces(self._kept[path]) for path, one in self._modules.items()}

    def start(self, name: str) -> None:
        """Reach what a module itself does, such as its checks, and all that this uses."""
        for path in files_of_module(self.folder, name):
            self._load(path, None)
        while self._waiting:
            self._follow(*self._waiting.pop())

    def _load(self, path: Path, by: Path | None) -> None:
        if path in self._modules:
            return
        try:
            module = module_of(path.read_text(encoding="utf-8"))
        except (Unreadable, SyntaxError) as error:
            raise CourseError(f"{path}: {error}.") from error
        if module.is_hidden:
            raise CourseError(_refusal(path, by, self.folder))
        self._modules[path], self._kept[path] = module, set()
        for piece in module.pieces:
            if not piece.binds or self._brings_a_check(path, piece):
                self._keep(path, piece)

    def _keep(self, path: Path, piece: Piece, attribute: str = "") -> None:
        self._kept[path].add(piece)
        if (path, piece, attribute) not in self._done:
            self._done.add((path, piece, attribute))
            self._waiting.append((path, piece, attribute))

    def _follow(self, path: Path, piece: Piece, attribute: str) -> None:
        """Reach what a piece uses; of an imported module, its attribute of this name, or all."""
        if isinstance(piece.node, ast.ImportFrom) and piece.alias is not None:
            self._import(path, piece.node, piece.alias, attribute)
            return
        for name, of_it in used_by(piece.node):
            self._need(path, ALL if name in _BY_TEXT else name, of_it)
        for node in ast.walk(piece.node):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self._import(path, node, alias, "")

    def _import(self, path: Path, node: ast.ImportFrom, alias: ast.alias, attribute: str) -> None:
        of = named_by(node, path, self.folder)
        if of is None:
            return  # of no module of ours
        for file in files_of_module(self.folder, of):
            self._load(file, path)
        own = module_path(self.folder, of)
        if own is not None:
            self._need(own, alias.name, attribute)
        if alias.name != ALL:
            self._import_module(path, within(of, alias.name), attribute)

    def _import_module(self, path: Path, name: str, attribute: str) -> None:
        """Reach an attribute of a module that is imported whole, or all of it; if it is one."""
        own = module_path(self.folder, name)
        if own is None:
            return  # a name within a module
        for file in files_of_module(self.folder, name):
            self._load(file, path)
        self._need(own, attribute or ALL)
        if attribute:
            self._import_module(path, within(name, attribute), "")

    def _need(self, path: Path, name: str, attribute: str = "") -> None:
        for piece in self._modules[path].pieces:
            if name == ALL or name in piece.binds:
                self._keep(path, piece, attribute if piece.alias is not None else "")

    def _brings_a_check(self, path: Path, piece: Piece) -> bool:
        """Say whether an imported name is a check: it is asked although nothing uses the name."""
        if not isinstance(piece.node, ast.ImportFrom) or piece.alias is None:
            return False
        of = named_by(piece.node, path, self.folder)
        own = None if of is None else module_path(self.folder, of)
        return own is not None and piece.alias.name in set(_checks_in(own))


def _checks_in(path: Path) -> Iterator[str]:
    try:
        pieces = module_of(path.read_text(encoding="utf-8")).pieces
    except (Unreadable, SyntaxError):
        return  # who needs it says so
    for piece in pieces:
        if isinstance(piece.node, ast.FunctionDef) and not piece.binds:
            yield piece.node.name


def _refusal(path: Path, by: Path | None, folder: Path) -> str:
    name = path.relative_to(folder)
    if by is None:
        return (
            f"{path}: it says HIDDEN = True, and is the module of an exercise. Students get such a "
            f"module with the titles of its hidden checks alone. Remove HIDDEN, and move what must "
            f"not be released to a module that has it and that hidden checks import."
        )
    return (
        f"{by}: what students get of this module imports {name}, which says HIDDEN = True and is "
        f"never released. Import it only where hidden checks use it, or move what visible checks "
        f"need of it to another module."
    )
