"""The checks that a student may have: visible ones, hidden ones by their titles alone."""

import ast
from collections.abc import Iterable
from pathlib import Path

from autograder.checking.declared import Declared, Unreadable, declared
from autograder.course.imported import files_of_module, imported_in
from autograder.errors import CourseError

INSTEAD = 'raise RuntimeError("this check is asked in grading only")'


def visible_checks(folder: Path, exercises: Iterable[str]) -> dict[str, bytes]:
    """Return the files that go beside the released notebook, by their path in the folder of checks.

    A hidden check is there with its title, so that a self-check can say what else is asked; what
    it asks is not, nor any module that only hidden checks use. Translations are. Raises CourseError
    where the titles of a hidden check cannot be read.
    """
    found: dict[str, bytes] = {}
    waiting = [path for name in ("__init__", *exercises) for path in files_of_module(folder, name)]
    while waiting:
        path = waiting.pop()
        name = path.relative_to(folder).as_posix()
        if name in found:
            continue
        try:
            text = without_hidden(path.read_text(encoding="utf-8"))
        except Unreadable as error:
            raise CourseError(f"{path}: {error}.") from error
        found[name] = text.encode()
        waiting += imported_in(ast.parse(text), path, folder)
    for path in folder.glob("locale/*/LC_MESSAGES/*.mo"):
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def without_hidden(source: str) -> str:
    """Take the questions of hidden checks out of a module, and all that it needs for them alone.

    What stays of them are names and titles. Raises Unreadable where these are computed.
    """
    tree = ast.parse(source)
    hidden = [one for one in declared(tree) if not one.visible]
    if not hidden:
        return source
    stubs = {one.function: _stub(one) for one in hidden}  # before anything they are read from goes
    for function, stub in stubs.items():
        tree.body[tree.body.index(function)] = stub
    while dead := [node for node in tree.body if _is_dead(node, tree)]:
        tree.body = [node for node in tree.body if node not in dead]
    used = _used(tree)
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [alias for alias in node.names if _bound(alias) in used]
    tree.body = [node for node in tree.body if getattr(node, "names", True)]
    return ast.unparse(tree) + "\n"


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


def _is_dead(node: ast.stmt, tree: ast.Module) -> bool:
    """Say whether nothing else in the module uses what a definition or an assignment binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        names = set() if node.decorator_list else {node.name}  # a check, or a dataclass
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        bound = (name for target in targets for name in ast.walk(target))
        names = {name.id for name in bound if isinstance(name, ast.Name)}
    else:
        return False
    return bool(names) and not names & _used(tree, apart_from=node)


def _used(tree: ast.Module, apart_from: ast.stmt | None = None) -> set[str]:
    nodes = (node for top in tree.body if top is not apart_from for node in ast.walk(top))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]
