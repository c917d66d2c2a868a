"""What of the references one answer needs to stand alone: itself, and all that it uses."""

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.config import Course
from autograder.course.keys import Key
from autograder.course.known import without_markers
from autograder.course.solutions import solution_path
from autograder.course.toplevel import Defined, statements
from autograder.errors import TemplateError

Importing = ast.Import | ast.ImportFrom


@dataclass(frozen=True)
class Passage:
    """A statement of a reference: the names that it binds, and its text without marks."""

    names: tuple[str, ...]
    text: str
    is_import: bool = False


def passages(course: Course, key: Key) -> tuple[Passage, ...]:
    """Return what an answer needs: imports, then each statement after those that it uses.

    Raises TemplateError where something that it uses cannot be followed.
    """
    reader = _Reader(course, key)
    reader.follow(solution_path(course, key.assignment, key.exercise), key.name)
    found = dict.fromkeys(reader.found)
    imports = [one for one in found if one.is_import]
    return (*imports, *(one for one in found if not one.is_import))


@dataclass
class _Reader:
    """Follows names through the references of one assignment."""

    course: Course
    key: Key
    found: list[Passage] = field(default_factory=list)
    seen: set[tuple[Path, int, str]] = field(default_factory=set)

    def follow(self, path: Path, name: str) -> None:
        """Note what binds a name in a file, after all that this uses; nothing for a builtin."""
        for node, text in statements(path):
            if name in _bound_by(node):
                self._note(path, node, text, name if isinstance(node, Importing) else "")

    def _note(self, path: Path, node: ast.stmt, text: str, imported: str) -> None:
        place = path, node.lineno, imported
        if place in self.seen:
            return
        self.seen.add(place)
        if isinstance(node, Importing):
            self._note_import(path, node, imported)
            return
        for inner in ast.walk(node):
            if isinstance(inner, Importing) and any(map(_is_reference, _modules(inner))):
                raise self._lost(path, inner, ", ".join(one.name for one in inner.names))
        for used in sorted(_used_by(node)):
            self.follow(path, used)
        self.found.append(Passage(_bound_by(node), without_markers(text)))

    def _note_import(self, path: Path, node: Importing, name: str) -> None:
        """Note an import of a library; of another reference, the answer that it names."""
        alias = next(one for one in node.names if _known_as(one) == name)
        if not any(map(_is_reference, _modules(node))):
            line = _importing(node, alias)
            self.found.append(Passage((name,), line, is_import=True))
            return
        module = _module_beside(node, self.key.assignment)
        if module is None or alias.asname not in (None, alias.name):
            raise self._lost(path, node, name)
        other = solution_path(self.course, self.key.assignment, module)
        if not other.is_file():
            raise self._lost(path, node, name)
        self.follow(other, alias.name)

    def _lost(self, path: Path, node: ast.stmt, name: str) -> TemplateError:
        own = f"solutions.{self.key.assignment}"
        return TemplateError(
            f"{path}, line {node.lineno}: {name} cannot be followed, and {self.key} is to be "
            f"supplied with all that it uses. Import it at the top of the file and by its own "
            f"name, from a reference of the same assignment: from {own}.<exercise> import <name>"
        )


def _bound_by(node: ast.stmt) -> tuple[str, ...]:
    """Return the names that a top-level statement binds."""
    if isinstance(node, Defined):
        return (node.name,)
    return tuple(dict.fromkeys(_bindings(node)))


def _bindings(node: ast.stmt) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, Importing):
            yield from map(_known_as, one.names)
        elif isinstance(one, Defined):
            yield one.name
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id


def _used_by(node: ast.stmt) -> set[str]:
    """Return the names of the module, or of Python itself, that a statement uses.

    Not those of its own functions: else an answer would come with all that is called as its
    variables are.
    """
    top = symtable.symtable(ast.unparse(node), "reference", "exec")
    own = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    within = {name for child in top.get_children() for name in _global_in(child)}
    return (own | within) - ({node.name} if isinstance(node, Defined) else set())


def _global_in(table: symtable.SymbolTable) -> Iterator[str]:
    yield from (one.get_name() for one in table.get_symbols() if one.is_global())
    for child in table.get_children():
        yield from _global_in(child)


def _known_as(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]


def _modules(node: Importing) -> list[str]:
    """Return the modules that a statement imports from, relative ones with their dots."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return ["." * node.level + (node.module or "")]


def _is_reference(module: str) -> bool:
    return module.startswith(".") or module.split(".")[0] == "solutions"


def _module_beside(node: Importing, assignment: str) -> str | None:
    """Return the module of the same assignment that a name is imported from, None for another."""
    if not isinstance(node, ast.ImportFrom) or not node.module:
        return None
    if node.level == 1:
        return node.module
    before, _, module = node.module.rpartition(".")
    return module if node.level == 0 and before == f"solutions.{assignment}" else None


def _importing(node: Importing, alias: ast.alias) -> str:
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import([alias]))
    return ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
