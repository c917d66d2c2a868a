"""Which files of a folder of Python modules a module imports relatively, in subfolders, too."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path


def closure(root: Path, names: Iterable[str]) -> set[Path]:
    """Return the modules of a folder with these names, and all that they import, however far."""
    found: set[Path] = set()
    waiting = [path for name in names for path in files_of_module(root, name)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += imported_by(path, root)
    return found


def imported_by(path: Path, root: Path) -> set[Path]:
    """Return the files within `root` that a module imports; none where it is no Python."""
    try:
        return set(imported_in(ast.parse(path.read_bytes()), path, root))
    except (SyntaxError, ValueError):
        return set()  # who loads it says so


def imported_in(tree: ast.AST, path: Path, root: Path) -> Iterator[Path]:
    """Return the files within `root` that a text imports relatively, which stands in `path`."""
    for node in ast.walk(tree):
        of = named_by(node, path, root) if isinstance(node, ast.ImportFrom) else None
        if of is None or not isinstance(node, ast.ImportFrom):
            continue
        yield from files_of_module(root, of)
        for alias in node.names:  # a name, or a module in a folder
            yield from files_of_module(root, within(of, alias.name))


def named_by(node: ast.ImportFrom, path: Path, root: Path) -> str | None:
    """Return the module that `from … import` names in the file `path`, by its name from `root`.

    The folder `root` itself is "". None where the import is not relative, or leaves the folder.
    """
    if not node.level:
        return None
    # One dot is the module's own folder, each further one the folder above.
    folder = path.parents[node.level - 1]
    if not folder.is_relative_to(root):
        return None  # who loads it says so
    place = folder.relative_to(root).parts
    return ".".join((*place, *([node.module] if node.module else [])))


def within(of: str, name: str) -> str:
    """Return the name that a module of this name has within the folder `of`."""
    return f"{of}.{name}" if of else name


def module_path(root: Path, name: str) -> Path | None:
    """Return the file of a module of this name: of a folder, its `__init__.py`."""
    place = root.joinpath(*name.split(".")) if name else root
    files = (place / "__init__.py", place.with_suffix(".py"))
    return next((path for path in files if path.is_file()), None)


def files_of_module(root: Path, name: str) -> Iterator[Path]:
    """Return a module's file, and those that are imported before it: its folders' __init__.py."""
    parts = name.split(".") if name else []
    for count in range(1, len(parts) + 1):
        own = root.joinpath(*parts[:count], "__init__.py")
        if own.is_file():
            yield own
    if parts:
        path = root.joinpath(*parts).with_suffix(".py")
        if path.is_file():
            yield path
