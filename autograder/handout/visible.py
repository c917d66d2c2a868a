"""The checks that a student may have: visible ones, hidden ones by their titles alone."""

from collections.abc import Iterable
from pathlib import Path

from autograder.handout.reached import Reached


def visible_checks(folder: Path, exercises: Iterable[str]) -> dict[str, bytes]:
    """Return the files that go beside the released notebook, by their path in the folder of checks.

    A hidden check is there with its title, so that a self-check can say what else is asked. What
    it asks is not, nor any definition or module that only hidden checks use. Translations are.
    Raises CourseError where the titles of a hidden check cannot be read, and where a visible check
    uses a module that says `HIDDEN = True`.
    """
    reached = Reached(folder)
    for name in ("__init__", *exercises):
        reached.start(name)
    found = {
        path.relative_to(folder).as_posix(): text.encode() for path, text in reached.texts().items()
    }
    for path in folder.glob("locale/*/LC_MESSAGES/*.mo"):
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))
