"""Comments on mistakes → nbgrader's comments on the answers of those who made them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.comments.store import Comments, Place
from autograder.report.mistakes import Mistake


@dataclass(frozen=True)
class Written:
    """What came of it: the comments as they stand, and whose cell has a person's own or is not
    there.
    """

    comments: Comments
    changed: int
    own: tuple[Place, ...]
    absent: tuple[Place, ...]


def wanted(
    mistakes: Iterable[Mistake], texts: Mapping[str, str], names: Mapping[str, str]
) -> dict[Place, str]:
    """Return what has to stand where; two mistakes at one answer are two paragraphs.

    `names` gives students as nbgrader has them, by the name that a report shows.
    """
    found: dict[Place, list[str]] = defaultdict(list)
    for mistake in mistakes:
        if mistake.id in texts:
            for student, cell in mistake.cells.items():
                found[names.get(student, student), cell].append(texts[mistake.id])
    return {place: "\n\n".join(dict.fromkeys(told)) for place, told in found.items()}


def write_comments(
    gradebook: Any, assignment: str, comments: Comments, told: Mapping[Place, str]
) -> Written:
    """Write each comment where it has to stand, and take away ours from where it has not.

    What a person has written, or has made of ours, stays as it is.
    """
    written, own, absent, changed = dict(comments.written), [], [], 0
    cells = _cells(gradebook, assignment)
    for place in sorted({*told, *comments.written}):
        cell = cells.get(place)
        text, ours = told.get(place), written.pop(place, None)
        if cell is None:
            absent += [place] if text else []
        elif cell.manual_comment not in (None, "", ours):
            own += [place] if text else []
        else:
            changed += (cell.manual_comment or None) != text
            cell.manual_comment = text
            if text:
                written[place] = text
    gradebook.db.commit()
    return Written(Comments(comments.texts, written), changed, tuple(own), tuple(absent))


def _cells(gradebook: Any, assignment: str) -> dict[Place, Any]:
    """Return nbgrader's comments on the answers of all who have handed in."""
    return {
        (submission.student.id, comment.name): comment
        for submission in gradebook.assignment_submissions(assignment)
        for notebook in submission.notebooks
        for comment in notebook.comments
    }
