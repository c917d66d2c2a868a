"""What a person says of mistakes, and where it has been written: `comments/<assignment>.json`.

It is for who grades alone. What was written is kept, so that a comment which a person wrote or
changed in formgrader is told from one of these.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course.config import Course
from autograder.errors import StoreError
from autograder.storage.atomic import keeping, write_atomically

Place = tuple[str, str]  # a student, and nbgrader's name of the cell that the comment stands at


@dataclass(frozen=True)
class Comments:
    """The comments of one assignment: texts by mistake, and by place what stands there by us."""

    texts: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[Place, str] = field(default_factory=dict)


def comments_of(course: Course, assignment: str) -> Comments:
    """Return what is kept; raises StoreError when it is damaged."""
    place = _place(course, assignment)
    try:
        with keeping(place):
            data: dict[str, Any] = json.loads(place.read_bytes())
        texts = {str(key): str(text) for key, text in data["texts"].items()}
        written = {(str(s), str(cell)): str(text) for s, cell, text in data["written"]}
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Comments()
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{place} cannot be read ({error}). It says which comments in the gradebook are not a "
            f"person's own. Restore it; or remove it, and all that stand there count as a person's."
        ) from error
    return Comments(texts, written)


def keep_comments(course: Course, assignment: str, comments: Comments) -> None:
    """Write it; raises StoreError."""
    written = [[*place, text] for place, text in sorted(comments.written.items())]
    data = {"texts": dict(comments.texts), "written": written}
    place = _place(course, assignment)
    with keeping(place):
        write_atomically(place, (json.dumps(data, indent=1) + "\n").encode("utf-8", "replace"))


def _place(course: Course, assignment: str) -> Path:
    return course.root / "comments" / f"{assignment}.json"
