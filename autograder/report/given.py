"""A student's points as a class report shows them: by the checks, by a person, or not yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course.exercises import Exercises
from autograder.gradebook.marks import Marks
from autograder.records.verdict import Verdict
from autograder.text.sanitize import plain

LONGEST_COMMENT = 600  # characters


@dataclass(frozen=True)
class Shown:
    """Points by exercise, None where there are none, and their total less the penalty.

    `by_person` names the exercises with points that a person gave, `unread` those which wait for
    them: as long as there are such, `total` are the points of the others. `comments` are a
    person's, each with its exercise.
    """

    by_exercise: tuple[float | None, ...]
    total: float
    penalty: float = 0.0
    by_person: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def shown(
    verdict: Verdict,
    names: Sequence[str],
    marks: Marks | None = None,
    counting: Exercises | None = None,
) -> Shown:
    """Return a verdict's points with what the gradebook holds by a person, its `marks`.

    Args: `counting`, what of it counts; without it, the verdict's own sum is the total.
    """
    graded = verdict.status == "graded"
    had = (marks if marks and graded else Marks()).judged(verdict)
    parts = {name: had.part(name) for name in names}
    total = had.total(counting) if counting and graded else None
    practice = [name for name in names if counting and counting.tables[name].kind == "optional"]
    return Shown(
        by_exercise=tuple(
            None if name in practice and not part.by_person else part.points
            for name, part in parts.items()
        ),
        total=verdict.points if total is None else total.points,
        penalty=total.penalty if total else 0.0,
        by_person=tuple(name for name, part in parts.items() if part.by_person),
        unread=total.unread if total else (),
        comments=tuple(
            f"{name}: {plain(part.comment, LONGEST_COMMENT)}"
            for name, part in parts.items()
            if part.comment
        ),
    )
