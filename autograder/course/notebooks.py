"""The notebooks of an assignment: their names in course.toml, and the handouts they come from."""

from collections.abc import Sequence
from pathlib import Path

from autograder.course.public import CHECKS
from autograder.errors import CourseError

SINGLE = "assignment"  # the handout of an assignment that has one notebook, of its own name


def require_names(names: list[str]) -> list[str]:
    """Return the names; raises ValueError for one that stands there twice or is a folder's."""
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise ValueError(f"{twice} stands there twice; name each notebook once")
    if CHECKS in names:
        raise ValueError(f"{CHECKS} is the folder of checks; take another name")
    return names


def handouts_in(folder: Path, own: str, names: Sequence[str], language: str) -> dict[str, Path]:
    """Return the handout of each notebook: that in the language of the course, if there is one.

    Args: `own`, the assignment's name, which its notebook has where course.toml has no `names`.
    """
    stems = {name: name for name in names} or {own: SINGLE}
    owns = {name: folder / f"{stem}.{language}.md.j2" for name, stem in stems.items()}
    return {
        name: path if path.is_file() else folder / f"{stems[name]}.md.j2"
        for name, path in owns.items()
    }


def require_no_other(folder: Path, own: str, names: Sequence[str]) -> None:
    """Raise CourseError for the handout of a single notebook beside those that are named."""
    single = folder / f"{SINGLE}.md.j2"
    if names and SINGLE not in names and single.is_file():
        raise CourseError(
            f"{single}: [assignments.{own}] in course.toml names its notebooks "
            f"({', '.join(names)}), and nothing would be made of this handout. Add it there as "
            f'"{SINGLE}", or call the file as one of them.'
        )
