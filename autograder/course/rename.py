"""What has to change for an assignment or an exercise to get another name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.config import Course
from autograder.course.scaffold import KEY
from autograder.errors import CourseError
from autograder.text.decoding import decoded
from autograder.text.nearest import hint

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
# Submissions with a known verdict, and more of them, which are asked before a release.
KNOWN = "tests/submissions", "tests/submissions_more"
_HEADER = re.compile(r"^\s*#?\s*\[([^\]]+)\]")
_NOTEBOOKS = re.compile(r"^\s*#?\s*notebooks\s*=")  # files, which may be called as exercises
_TEMPLATE = re.compile(r"\{\{.*?\}\}|<%.*?%>", re.DOTALL)
_OWN_NAMES = (
    "parameters",
    "late",
    "columns",
    "variants",
)  # tables of an assignment without exercises


@dataclass
class Renaming:
    """What is to be done: texts by their path as it is now, places that move, and what is gone.

    All paths are within the course's folder.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    moves: dict[Path, Path] = field(default_factory=dict)
    removed: list[Path] = field(default_factory=list)


def planned(course: Course, old: str, new: str) -> Renaming:
    """Say what renaming `flows` or `flows/coupling` changes; nothing is written.

    Raises CourseError for names that are none, an old one that is not there, a new one that is.
    """
    if KEY.match(old) and KEY.match(new):
        (assignment, _, before), (other, _, after) = old.partition("/"), new.partition("/")
        if assignment != other:
            raise CourseError(
                f"An exercise stays in its assignment: give {assignment}/{after}, or rename the "
                f"assignment {assignment} first."
            )
        _require_names(course.assignment(assignment).exercises, old, before, after)
        return _of_exercise(course.root, assignment, before, after)
    if not (_NAME.match(old) and _NAME.match(new)):
        raise CourseError(
            f"Give two names of assignments, such as flows curves, or of exercises, such as "
            f"flows/coupling flows/affine, in small letters, digits and _: not {old} {new}."
        )
    course.assignment(old)  # which says what there is
    _require_names(course.assignments, old, old, new)
    return _of_assignment(course.root, old, new)


def _require_names(known: object, old: str, before: str, after: str) -> None:
    names = list(known)  # type: ignore[call-overload]
    if before not in names:
        raise CourseError(f"There is no {old}. {hint(before, names)}")
    if after in names:
        raise CourseError(f"{after} is there already. Choose another name.")


def _of_assignment(root: Path, old: str, new: str) -> Renaming:
    plan = Renaming(removed=list(_there(root, f"release/{old}", f"source/{old}")))
    for place in ("assignments", "solutions", *KNOWN):
        _move(plan, root, f"{place}/{old}", f"{place}/{new}")
    _move(plan, root, f"draws/{old}.json", f"draws/{new}.json")
    for path in sorted(root.glob(f"calibration/{old}*.json")):
        if re.fullmatch(rf"{old}(-[a-z])?", path.stem):  # each variant has its own
            _move(
                plan, root, f"calibration/{path.name}", f"calibration/{new}{path.name[len(old) :]}"
            )
    _change(plan, root, Path("course.toml"), lambda text: _toml_of_assignment(text, old, new))
    solutions = re.compile(rf"\bsolutions\.{old}\b")
    for path in root.glob("solutions/**/*.py"):
        _change(plan, root, path, lambda text: solutions.sub(f"solutions.{new}", text))
    notebook = re.compile(rf"\b{old}\.ipynb\b")
    for path in root.glob(f"assignments/{old}/*.md.j2"):
        _change(plan, root, path, lambda text: notebook.sub(f"{new}.ipynb", text))
    _change_supplied(plan, root, f"{old}/", f"{new}/")
    return plan


def _of_exercise(root: Path, assignment: str, old: str, new: str) -> Renaming:
    plan = Renaming()
    own, checks = f"assignments/{assignment}", f"assignments/{assignment}/checks"
    _move(plan, root, f"solutions/{assignment}/{old}.py", f"solutions/{assignment}/{new}.py")
    _move(plan, root, f"{checks}/{old}.py", f"{checks}/{new}.py")
    for known in KNOWN:
        _move(plan, root, f"{known}/{assignment}/{old}", f"{known}/{assignment}/{new}")
    toml = Path("course.toml")
    _change(plan, root, toml, lambda text: _toml_of_exercise(text, assignment, old, new))
    for path in root.glob(f"{own}/*.md.j2"):
        _change(plan, root, path, lambda text: _handout(text, old, new))
    for path in [*root.glob(f"{checks}/*.py"), *root.glob(f"solutions/{assignment}/*.py")]:
        _change(plan, root, path, lambda text: _imports(text, old, new))
    for path in _there(root, f"{checks}/calibrated.py", f"calibration/{assignment}.json"):
        _change(plan, root, path, lambda text: text.replace(f'"{old}"', f'"{new}"'))
    solutions = re.compile(rf"\bsolutions\.{assignment}\.{old}\b")
    change = f"solutions.{assignment}.{new}"
    for path in root.glob("solutions/**/*.py"):
        _change(plan, root, path, lambda text: solutions.sub(change, text))
    for path in root.glob(f"{KNOWN[0]}/{assignment}/class.toml"):
        _change(plan, root, path, lambda text: re.sub(rf"([\"']){old}/", rf"\g<1>{new}/", text))
    _change_supplied(plan, root, f"{assignment}/{old}.", f"{assignment}/{new}.")
    return plan


def _change_supplied(plan: Renaming, root: Path, old: str, new: str) -> None:
    """Rename what keys of supplied answers begin with, in course.toml and in all handouts."""
    key = re.compile(rf"([\"']){re.escape(old)}(?=[\w.]+\1)")
    for path in [root / "course.toml", *root.glob("assignments/*/*.md.j2")]:
        _change(plan, root, path, lambda text: key.sub(rf"\g<1>{new}", text))


def _there(root: Path, *places: str) -> Iterator[Path]:
    yield from (Path(place) for place in places if (root / place).exists())


def _move(plan: Renaming, root: Path, old: str, new: str) -> None:
    """Plan a move of what is there; raises CourseError when its new place is taken."""
    if not (root / old).exists():
        return
    if (root / new).exists():
        raise CourseError(f"{root / new} is there already. Move it away, or take another name.")
    plan.moves[Path(old)] = Path(new)


def _change(plan: Renaming, root: Path, path: Path, change: Callable[[str], str]) -> None:
    """Plan a change of a text, of one that is changed already, too."""
    place = path.relative_to(root) if path.is_absolute() else path
    before = plan.texts.get(place) or decoded((root / place).read_bytes())
    after = change(before)
    if after != before:
        plan.texts[place] = after


def _toml_of_assignment(text: str, old: str, new: str) -> str:
    """Rename an assignment in headers of tables, also in those that are comments."""
    header = rf"^(\s*#?\s*\[(?:assignments|extensions)\.)([\"']?){old}\2(?=[.\]])"
    return re.sub(header, rf"\g<1>{new}", text, flags=re.MULTILINE)


def _toml_of_exercise(text: str, assignment: str, old: str, new: str) -> str:
    """Rename an exercise in the tables of its assignment: as key, in headers and in lists."""
    key = re.compile(rf"(?<![\w\"'.-]){old}(?=\s*=)|([\"']){old}\1")
    lines, within, names_files = text.split("\n"), False, False
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        if header:
            parts = [part.strip(" \"'") for part in header[1].split(".")]
            within = parts[:2] == ["assignments", assignment] and parts[2:3] not in (
                [name] for name in _OWN_NAMES
            )
            if within and parts[-1] == old and len(parts) > 2:
                lines[number] = line.replace(header[1], ".".join([*parts[:-1], new]))
        elif within:
            names_files = names_files or (len(parts) == 2 and bool(_NOTEBOOKS.match(line)))
            if not names_files:
                lines[number] = _renamed(line, key, new)
            names_files = names_files and "]" not in line
    return "\n".join(lines)


def _renamed(line: str, key: "re.Pattern[str]", new: str) -> str:
    """Rename an exercise in a line, but not in what is said beside it."""
    value, mark, comment = line.partition(" #")
    return key.sub(lambda m: f"{m[1] or ''}{new}{m[1] or ''}", value) + mark + comment


def _handout(text: str, old: str, new: str) -> str:
    """Rename an exercise wherever a handout's template asks for a cell or points of it."""
    asked = re.compile(rf"([\"']){old}(?=[\"'.])")
    return _TEMPLATE.sub(lambda one: asked.sub(rf"\g<1>{new}", one[0]), text)


def _imports(text: str, old: str, new: str) -> str:
    """Rename a module in relative imports of its neighbours."""
    text = re.sub(rf"(\bfrom\s+\.){old}\b", rf"\g<1>{new}", text)
    whole = re.compile(r"^(\s*from\s+\.\s+import\s+)(.*)$", re.MULTILINE)
    one = re.compile(rf"\b{old}\b(?!\s+as\b)")
    text = whole.sub(lambda m: m[1] + one.sub(f"{new} as {old}", m[2]), text)
    return re.sub(rf"^(\s*from\s+\.\s+import\s+.*)\b{old}(\s+as\b)", rf"\g<1>{new}\2", text)
