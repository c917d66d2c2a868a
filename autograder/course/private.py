"""What a course keeps from its students, and where that lies: it may be outside of the course.

nbgrader's settings are read as text, not run: only literal places in them are found. So this is
the second wall; the first is that the sandbox shows nothing but Python and its libraries.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_config_path

from autograder.course.config import Course
from autograder.text.decoding import decoded

# nbgrader's own: other courses may be there, too, where course.toml names another.
DEFAULT_EXCHANGE = "/usr/local/share/nbgrader/exchange"
FOLDERS = (
    "solutions",
    "source",
    "submitted",
    "autograded",
    "verdicts",
    "comments",
    "feedback",
    "reports",
    "published",
    "exchange",
    ".git",
)
_SETTINGS = ("nbgrader_config.py", "nbgrader_config.json")
_KEYS = re.compile(r"root|db_url|\w+_directory|cache|directory_structure")


def holdings(course: Course) -> tuple[Path, ...]:
    """Return the files and folders of a course that no submission may see, wherever they lie.

    Those that nbgrader's settings name are among them, and a database's files.
    """
    root, database = course.root, course.course.db_url
    named = [DEFAULT_EXCHANGE, course.exchange.root, course.secret.file, *_places_in(database)]
    named += FOLDERS
    for folder in (str(root), *jupyter_config_path()):
        for name in _SETTINGS:
            named += _named_in(Path(folder, name))
    found = [root, *(_expanded(root, name) for name in named if name)]
    files = [beside for path in found for beside in _beside(path)]
    return tuple(dict.fromkeys(found + files))


def _named_in(settings: Path) -> Iterator[str]:
    """Return the places that a file of nbgrader's settings names, by the words for them."""
    try:
        text = decoded(settings.read_bytes())
        tree = ast.parse(text)  # JSON's texts and dicts are Python's, too
    except (OSError, ValueError, SyntaxError):
        return  # nbgrader itself says what is wrong with it
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(map(_is_setting, node.targets)):
            yield from _texts(node.value)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and _KEYS.fullmatch(str(key.value)):
                    yield from _texts(value)


def _is_setting(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and bool(_KEYS.fullmatch(target.attr))


def _texts(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _places_in(node.value)


def _places_in(text: str) -> list[str]:
    """Return the path that a setting is, or a database's with its folder: it writes files
    beside.
    """
    scheme, mark, rest = text.partition(":///")
    if not mark:
        return [text] if text.strip() else []
    path = rest.partition("?")[0]
    if not scheme.startswith("sqlite") or path in ("", ":memory:"):
        return []
    folder = str(Path(path).parent)
    return [path] if folder == "/" else [path, folder]


def _expanded(root: Path, name: str) -> Path:
    """Return a place as an absolute path; a relative one is taken from the course's root."""
    try:
        return root / Path(name).expanduser()
    except RuntimeError:  # nobody has this home
        return root / name


def _beside(path: Path) -> list[Path]:
    """Return the files that a database keeps beside its own: its journals, copies of it."""
    try:
        found = path.is_file() and list(path.parent.glob(f"{path.name}?*"))
    except (OSError, ValueError):
        return []
    return found or []
