"""The part of this package that a student may have: visible checks, and what they stand on."""

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.course.dependencies import imports_in

PACKAGE = Path(__file__).parent.parent
# What a student's machine runs: the self-check cell, `autograder check`, the checks by their names.
ROOTS = (
    "autograder",
    "autograder.__main__",
    "autograder.selfcheck",
    "autograder.selfcheck.notebook",
)
INSTEAD = 'raise RuntimeError("this check is asked in grading only")'


def public_sources() -> dict[str, str]:
    """Give the text of every module of the student's part by its path, such as `autograder/x.py`.

    A hidden check is there with its title, so that a self-check can say what else is asked; what
    it asks is not, nor anything that only hidden checks use.
    """
    found: dict[str, str] = {}
    waiting = [*ROOTS, *_check_modules()]
    while waiting:
        path = _path_of(waiting.pop())
        if path is None or path in found:
            continue
        text = (PACKAGE.parent / path).read_text(encoding="utf-8")
        found[path] = without_hidden(text) if path.startswith("autograder/checks/") else text
        waiting += _needed(path, found[path])
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


def _check_modules() -> list[str]:
    """Give the modules of checks that are exercises: those that hold a check."""
    return [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sorted((PACKAGE / "checks").glob("*/*.py"))
        if "\n@check(" in path.read_text(encoding="utf-8")
    ]


def _path_of(module: str) -> str | None:
    """Give the file of a module, or of the module that holds such a name; None for others'."""
    parts = module.split(".")
    for place in (Path(*parts), Path(*parts[:-1])):
        for path in (place / "__init__.py", place.parent / f"{place.name}.py"):
            if path.parts[0] == PACKAGE.name and (PACKAGE.parent / path).is_file():
                return path.as_posix()
    return None


def _needed(path: str, source: str) -> Iterator[str]:
    """Give our modules that one imports when it is imported, and the packages around it."""
    for parent in list(Path(path).parents)[:-1]:
        yield ".".join(parent.parts)
    tree = ast.parse(source)
    if path == "autograder/cli/commands.py":
        # Commands import what they need only when they run; a student's part has only one of them.
        tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    yield from (name for name in imports_in(tree) if name.startswith("autograder"))
