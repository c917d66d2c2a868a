"""What of an assignment's folder its students get, where, and why they do not get the rest.

Data and figures anywhere in it are for students; scripts, templates and drafts are not, unless they
lie in `student/`, whose files lie beside the released notebook. Nothing in `private/` is.
"""

from collections.abc import Iterator
from pathlib import Path

CHECKS = "checks"  # the folder of checks: an assignment's own, and beside a released notebook
STUDENT = "student"  # what lies here goes beside the notebook, whatever it is
PRIVATE = "private"  # data of hidden checks
# Scripts, templates and drafts are the instructors' own.
PRIVATE_SUFFIXES = frozenset({".py", ".pyc", ".j2", ".ipynb"})
_MADE = frozenset({".pyc", ".pyo"})  # by Python itself, also in `student/`

FOR_STUDENTS = f"to release it, move it into {STUDENT}/"


def why_private(path: Path, folder: Path) -> str:
    """Say why a file or folder within an assignment's `folder` is not for students, "" if it is."""
    parts = path.relative_to(folder).parts
    if parts[0] == CHECKS:
        return "checks: the open ones are released, of hidden ones their titles"
    if parts[0] == PRIVATE:
        return "for the grader alone"
    hidden = next((one for one in parts if one.startswith((".", "_")) and one != "__init__.py"), "")
    if hidden:
        return f"the name {hidden} begins with {hidden[0]}"
    if path.suffix in _MADE:
        return "made by Python"
    if path.suffix in PRIVATE_SUFFIXES and parts[0] != STUDENT:
        if path.suffix == ".j2":
            return "a template"
        kind = "a notebook" if path.suffix == ".ipynb" else "a script"
        return f"{kind}; {FOR_STUDENTS}"
    return ""


def is_public(path: Path, folder: Path) -> bool:
    """Say whether a file or folder within an assignment's `folder` is for students by its name."""
    return not why_private(path, folder)


def released_as(path: Path, folder: Path) -> Path:
    """Return where a public file lies beside the notebook: what is in `student/` is not deeper."""
    place = path.relative_to(folder)
    return place.relative_to(STUDENT) if place.parts[0] == STUDENT else place


def public_files(folder: Path) -> list[Path]:
    """Return every file of an assignment's folder that its students get, in a fixed order."""
    return [
        path for path in sorted(folder.rglob("*")) if path.is_file() and is_public(path, folder)
    ]


def private_files(folder: Path) -> list[Path]:
    """Return every file that is for the grader alone, in a fixed order."""
    return [path for path in sorted((folder / PRIVATE).rglob("*")) if path.is_file()]


def left_out(folder: Path) -> dict[str, str]:
    """Return what students do not get and why, by its path; a folder where that is of all in it."""
    return dict(_left_out(folder, folder))


def public_entries(folder: Path) -> list[Path]:
    """Return the same as few files and folders as possible: a folder where all in it is public.

    A folder that lies in `student/` and beside it, too, becomes one of students: its files are
    returned.
    """
    beside, own = _names(folder), _names(folder / STUDENT)
    return list(_entries(folder, folder, beside & own))


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _entries(within: Path, folder: Path, mixed: set[str]) -> Iterator[Path]:
    for path in sorted(within.iterdir()):
        if not is_public(path, folder):
            continue
        place = released_as(path, folder).parts  # none of `student/` itself
        whole = place and (len(place) > 1 or place[0] not in mixed)
        if not path.is_dir() or (whole and all(is_public(one, folder) for one in path.rglob("*"))):
            yield path
        else:
            yield from _entries(path, folder, mixed)


def _left_out(within: Path, folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(within.iterdir()):
        place = path.relative_to(folder).as_posix() + "/" * path.is_dir()
        why = why_private(path, folder)
        if why:
            yield place, why
        elif path.is_dir():
            yield from _left_out(path, folder)
