"""The checks that a student may have: visible ones, hidden ones by their titles alone."""

import ast
from collections.abc import Iterable
from pathlib import Path

from autograder.course.dependencies import siblings_in

INSTEAD = 'raise RuntimeError("this check is asked in grading only")'


def visible_checks(folder: Path, exercises: Iterable[str]) -> dict[str, bytes]:
    """Return the files that go beside the released notebook, by their path in the folder of checks.

    A hidden check is there with its title, so that a self-check can say what else is asked; what
    it asks is not, nor any module that only hidden checks use. Translations are.
    """
    found: dict[str, bytes] = {}
    waiting = ["__init__", *exercises]
    while waiting:
        name = waiting.pop()
        path = folder / f"{name}.py"
        if path.name in found or not path.is_file():
            continue
        text = without_hidden(path.read_text(encoding="utf-8"))
        found[path.name] = text.encode()
        waiting += siblings_in(ast.parse(text))
    for path in folder.glob("locale/*/LC_MESSAGES/*.mo"):
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def without_hidden(source: str) -> str:
    """Take the questions of hidden checks out of a module, and all that it needs for them alone."""
    tree = ast.parse(source)
    hidden = [node for node in tree.body if _is_hidden_check(node)]
    if not hidden:
        return source
    for node in hidden:
        assert isinstance(node, ast.FunctionDef)
        node.body = [node.body[0], *ast.parse(INSTEAD).body]  # the docstring is its title
    while dead := [node for node in tree.body if _is_dead(node, tree)]:
        tree.body = [node for node in tree.body if node not in dead]
    used = _used(tree)
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [alias for alias in node.names if _bound(alias) in used]
    tree.body = [node for node in tree.body if getattr(node, "names", True)]
    return ast.unparse(tree) + "\n"


def _is_hidden_check(node: ast.stmt) -> bool:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    for call in decorators:
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "check":
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            return not (isinstance(v := given.get("visible"), ast.Constant) and v.value is True)
    return False


def _is_dead(node: ast.stmt, tree: ast.Module) -> bool:
    """Say whether nothing else in the module uses what a definition or an assignment binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        names = set() if node.decorator_list else {node.name}  # a check, or a dataclass
    elif isinstance(node, ast.Assign):
        bound = (name for target in node.targets for name in ast.walk(target))
        names = {name.id for name in bound if isinstance(name, ast.Name)}
    else:
        return False
    return bool(names) and not names & _used(tree, apart_from=node)


def _used(tree: ast.Module, apart_from: ast.stmt | None = None) -> set[str]:
    nodes = (node for top in tree.body if top is not apart_from for node in ast.walk(top))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]
