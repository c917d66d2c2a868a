"""Of `verdicts/known/`, what `autograder verify` will not ask for again."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.course.config import Course
from autograder.verify.kept import Kept, KnownOutcomes, read_kept


def superseded_outcomes(course: Course, days: float) -> list[Path]:
    """Return what is older than `days` and rests on what is no more, or is damaged.

    Of known submissions, those count that lie in the course's own folder. Raises StoreError, and
    CourseError as `cases` and `load_outline` do.
    """
    before = time.time() - 86400 * days
    old = [p for p in KnownOutcomes(course.root).paths() if p.stat().st_mtime < before]
    kept = {path: read_kept(path) for path in old}
    found = set(_present(course, {p: one for p, one in kept.items() if one is not None}))
    return [path for path in old if path not in found]


def _present(course: Course, kept: Mapping[Path, Kept]) -> Iterable[Path]:
    """Return those that would be found again; only where there are any is torch needed for it."""
    if not kept:
        return ()
    # Sums rest on the processor's instructions, which torch alone can name.
    from autograder.verify.present import present

    return present(course, kept)
