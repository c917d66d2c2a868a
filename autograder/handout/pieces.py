"""A module of checks in pieces: statements and imported names, with what each binds and uses."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from autograder.checking.declared import Declared, declared

INSTEAD = 'raise RuntimeError("this check is asked in grading only")'
# What such a decorator makes is used by its name or not at all. Any other may enter it somewhere,
# as `check` does.
_PLAIN = ("dataclass", "contextmanager", "cache", "lru_cache", "total_ordering", "singledispatch")
_ASKED_BY_NAME = ("__getattr__", "__dir__")  # by the interpreter


@dataclass(frozen=True)
class Piece:
    """A statement at the top of a module, or one name of an import there.

    `binds` are its names. It is empty for what stands whoever uses it, such as a check or a loop.
    """

    node: ast.stmt
    binds: frozenset[str]
    alias: ast.alias | None = None


@dataclass(frozen=True)
class Module:
    """A module of checks: its text, and its pieces, where hidden checks are names and titles."""

    source: str
    pieces: tuple[Piece, ...]
    has_hidden_checks: bool

    @property
    def is_hidden(self) -> bool:
        """Whether the module says `HIDDEN = True`. Any other value is not meant for us."""
        return any(_says_hidden(piece.node) for piece in self.pieces)

    def with_pieces(self, kept: Collection[Piece]) -> str:
        """Return the module's text with these pieces alone; as it is written where all stay."""
        if not self.has_hidden_checks and len(kept) == len(self.pieces):
            return self.source
        body: list[ast.stmt] = []
        for node, group in groupby(self.pieces, key=lambda piece: piece.node):
            own = [piece for piece in group if piece in kept]
            names = [piece.alias for piece in own if piece.alias is not None]
            body += [_importing(node, names) if names else node] if own else []
        return ast.unparse(ast.Module(body, [])) + "\n"


def module_of(source: str) -> Module:
    """Take a module apart. Raises SyntaxError, and Unreadable where titles are computed."""
    tree = ast.parse(source)
    hidden = [one for one in declared(tree) if not one.visible]
    stubs = {one.function: _stub(one) for one in hidden}  # before anything they are read from goes
    for function, stub in stubs.items():
        tree.body[tree.body.index(function)] = stub
    return Module(source, tuple(_pieces(tree)), bool(hidden))


def used_by(node: ast.stmt) -> set[tuple[str, str]]:
    """Return the names that a statement uses: `(name, "")`, and `(name, attribute)` of `a.b`."""
    seen = _Uses()
    seen.visit(node)
    return seen.found


class _Uses(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: set[tuple[str, str]] = set()

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name):
            self.found.add((node.value.id, node.attr))
        else:
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Store):
            self.found.add((node.id, ""))

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.found.add((node.target.id, ""))
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self.found |= {(name, "") for name in node.names}


def _pieces(tree: ast.Module) -> Iterator[Piece]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield Piece(node, _imports(node, alias), alias)
        else:
            yield Piece(node, _bound_by(node))


def _imports(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> frozenset[str]:
    of_the_language = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    if of_the_language or alias.name == "*":
        return frozenset()
    return frozenset({alias.asname or alias.name.split(".")[0]})


def _bound_by(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        plain = all(_called(one) in _PLAIN for one in node.decorator_list)
        return frozenset({node.name} if plain and node.name not in _ASKED_BY_NAME else ())
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        bound = (name for target in targets for name in ast.walk(target))
        return frozenset(name.id for name in bound if isinstance(name, ast.Name))
    return frozenset()


def _called(decorator: ast.expr) -> str:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return getattr(named, "id", "") or getattr(named, "attr", "")


def _says_hidden(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    named = any(isinstance(one, ast.Name) and one.id == "HIDDEN" for one in targets)
    return named and isinstance(node.value, ast.Constant) and node.value.value is True


def _importing(node: ast.stmt, names: list[ast.alias]) -> ast.stmt:
    if isinstance(node, ast.ImportFrom):
        return ast.ImportFrom(node.module, names, node.level)
    return ast.Import(names)


def _stub(one: Declared) -> ast.FunctionDef:
    """Return a hidden check as students have it: name and title, or names and titles, no more."""
    decorator, titles = one.decorator, one.titles
    maker = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
    arguments = ", ".join(argument.arg for argument in one.function.args.args)
    head = f"@{maker}({one.names!r}, titles={titles!r})" if one.is_each else f"@{maker}"
    body = INSTEAD if one.is_each else f"{titles[0]!r}\n    {INSTEAD}"
    text = f"{head}\ndef {one.function.name}({arguments}):\n    {body}\n"
    [stub] = ast.parse(text).body
    assert isinstance(stub, ast.FunctionDef)
    return stub
